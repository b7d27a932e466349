import { readPathway } from '../../pathway/act-on-pathway.ts';
import { timeline } from '../../pathway/operations/timeline.ts';
import { calendarName, calendarOf } from '../../pathway/views/calendar.ts';
import { refusalAnswer } from '../answer.ts';
import { inputOfQuery } from '../operation/operation-input.ts';
import type { FhirRoute } from '../route.ts';

/** A pathway's timeline as a calendar file (RFC 5545). It holds no health data. */
export const timelineCalendarRoutes: readonly FhirRoute[] = [
  {
    method: 'GET',
    url: '/CarePlan/:id/$timeline.ics',
    interaction: '$timeline.ics',
    isCalendar: true,
    async answer({ requester, id, query, language }, service) {
      const input = inputOfQuery(timeline, query);
      if (!input.ok) return refusalAnswer(input.outcome, language);
      const call = { requester, id, input: input.value, asked: query, language };
      const found = await readPathway('$timeline.ics', call, service);
      if (!found.ok) return refusalAnswer(found.outcome, language);
      const asked = input.value.text('language');
      const { now, protocol } = found.value;
      return {
        status: 200,
        headers: {
          'content-type': 'text/calendar; charset=utf-8',
          'cache-control': 'private, no-store',
          'content-disposition': `attachment; filename="${calendarName(now, protocol.timeZone)}"`,
        },
        body: calendarOf(found.value, asked === 'en' || asked === 'pl' ? asked : language),
      };
    },
  },
];
