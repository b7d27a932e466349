import { ok } from '@cryopath/fhir';
import { type Operation, parametersAnswer } from '../../fhir/operation/operation.ts';
import { bornPart, patientPart } from '../views/called-parts.ts';
import { partOf } from '../views/text-parts.ts';
import { PAGE, PAGE_END, pageEndParts, pageQuery } from './page-of-charts.ts';

/** Tells whose charts are not on the worklist: nothing waits in them now or within seven days. */
export const atRest: Operation = {
  code: 'at-rest',
  resource: 'Patient',
  level: 'type',
  permission: 'worklist',
  title: 'Charts at rest',
  description:
    'The patients of one’s clinic for whom nothing waits, now or within seven days, by family name; in pages.',
  affectsState: false,
  input: PAGE,
  output: [
    {
      name: 'chart',
      min: 0,
      max: '*',
      documentation: 'A chart in which nothing waits.',
      part: [
        { name: 'patient', min: 1, max: '1', type: 'Reference', documentation: 'Whose it is, with the name.' },
        { name: 'born', min: 0, max: '1', type: 'date', documentation: 'Their birth date.' },
      ],
    },
    ...PAGE_END,
  ],
  async run({ requester, input }, { record }) {
    const query = pageQuery('$at-rest', input);
    if (!query.ok) return query;
    const page = await record.chartsAtRest(requester, query.value);
    if (!page.ok) return page;
    const charts = page.value.charts.map((chart) => partOf('chart', [patientPart(chart), bornPart(chart)]));
    return ok(parametersAnswer([...charts, ...pageEndParts(page.value)]));
  },
};
