import type { Instant, RecordResource } from '@cryopath/pathway';
import { useEffect, useState } from 'react';
import { useNames } from '../account/use-names.ts';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer, Page } from '../server/fhir-server.ts';
import { accessTexts } from '../texts/access-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { type AccessDay, accessDays } from './access-days.ts';

/** Who opened one record, and what they did (H16): day by day, emergencies before all else. */
export function AccessLog({ patient, timeZone }: { readonly patient: string; readonly timeZone: string }) {
  const { t, texts } = useTranslation();
  texts.add(accessTexts);
  const { answer, events, older } = useAccess(patient);
  const days = accessDays(events, timeZone);
  const names = useNames(
    'Practitioner',
    days.map(({ who }) => who).filter((who) => who.startsWith('Practitioner/')),
  );
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok && events.length === 0) return <Problem answer={answer} />;
  if (days.length === 0) return <EmptyState title={t('access.none')} />;
  return (
    <>
      {days.flatMap(({ key, who, role, last, emergencies }) =>
        emergencies.map((reason, index) => (
          // The same reason may have been given twice.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          <Notice key={`${key} ${index}`} tone="warning" title={t('access.emergency')}>
            <Emergency who={names.get(who)} role={role} last={last} reason={reason} timeZone={timeZone} />
          </Notice>
        )),
      )}
      <DataTable
        caption={t('access.caption')}
        columns={[t('access.when'), t('access.who'), t('access.what')]}
        rows={days.map((day) => ({
          key: day.key,
          cells: [
            <Last key="when" at={day.last} timeZone={timeZone} />,
            <Who key="who" day={day} name={names.get(day.who)} />,
            <What key="what" day={day} />,
          ],
        }))}
      />
      {!answer.ok && <Problem answer={answer} />}
      {older && (
        <Button tone="plain" onPress={older}>
          {t('access.older')}
        </Button>
      )}
    </>
  );
}

const PAGE = 100;

/** The events of a record, a page at a time: the trail of a year is long, and the last days are what one asks for. */
function useAccess(patient: string) {
  const { server } = useSession();
  const [answer, setAnswer] = useState<Answer<Page>>();
  const [events, setEvents] = useState<readonly RecordResource[]>([]);
  useEffect(() => {
    let isHere = true;
    server.page(`/fhir/AuditEvent?patient=Patient/${patient}&_sort=-date&_count=${PAGE}`).then((page) => {
      if (!isHere) return;
      setAnswer(page);
      setEvents(page.ok ? page.value.resources : []);
    });
    return () => {
      isHere = false;
    };
  }, [server, patient]);
  const next = answer?.ok ? answer.value.next : undefined;
  const older = async () => {
    const page = await server.page(String(next));
    setAnswer(page);
    if (page.ok) setEvents((before) => [...before, ...page.value.resources]);
  };
  return { answer, events, older: next === undefined ? undefined : older };
}

function Last({ at, timeZone }: { readonly at: string; readonly timeZone: string }) {
  return momentInWords(Date.parse(at) as Instant, useLanguage(), timeZone);
}

function Who({ day, name }: { readonly day: AccessDay; readonly name: string | undefined }) {
  const { t } = useTranslation();
  const { person } = useSession();
  if (day.who === person.who) return t('access.you');
  const role = day.role === undefined ? undefined : t(`access.role.${day.role}`);
  return [name, role].filter((each) => each !== undefined).join(', ') || t('access.unknown');
}

function What({ day }: { readonly day: AccessDay }) {
  const { t } = useTranslation();
  const counts = (['looked', 'changed', 'refused'] as const)
    .filter((each) => day[each] > 0)
    .map((each) => t(`access.count.${each}`, { count: day[each] }));
  return [...(day.emergencies.length > 0 ? [t('access.opened')] : []), ...counts].join(' · ');
}

function Emergency(props: {
  readonly who: string | undefined;
  readonly role: string | undefined;
  readonly last: string;
  readonly reason: string;
  readonly timeZone: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const when = momentInWords(Date.parse(props.last) as Instant, language, props.timeZone);
  const role = props.role === undefined ? '' : t(`access.role.${props.role}`);
  return (
    <p>
      {[props.who ?? role, when].filter((each) => each !== '').join(' · ')}: {props.reason}
    </p>
  );
}
