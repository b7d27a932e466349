import { DataTable } from '../../design/data-table.tsx';
import { useTranslation } from '../../texts/use-translation.tsx';
import type { FreezeAdvice } from '../advice/advise-freeze.ts';
import type { PlannedFreeze } from '../planned-freeze.ts';
import type { Reach } from '../predict/reach.ts';
import type { Prediction } from '../predict/use-prediction.ts';
import { useFigures } from './use-figures.ts';
import { useReachWords } from './use-reach-words.ts';

interface Column {
  readonly name: string;
  readonly prediction: Prediction;
  readonly planned: PlannedFreeze | undefined;
  readonly reaches: readonly Reach[];
  readonly advice: readonly FreezeAdvice[];
}

/** Two plans beside each other, figure by figure. */
export function Comparison({ columns }: { readonly columns: readonly Column[] }) {
  const { t } = useTranslation();
  const { degrees, duration, number } = useFigures();
  const words = useReachWords();
  const none = t('planner.table.none');
  const row = (key: string, title: string, of: (column: Column) => string | undefined) => ({
    key,
    cells: [title, ...columns.map((column) => of(column) ?? none)],
  });
  const structures = [...new Set(columns.flatMap(({ reaches }) => reaches.map(({ structure }) => structure)))];
  const largest = ({ prediction: { predicted } }: Column, temperature: number): number | undefined => {
    const volumes = predicted?.frames.flatMap(({ edges }) =>
      edges.filter((edge) => edge.temperature === temperature).map(({ volume }) => volume),
    );
    return volumes === undefined || volumes.length === 0 ? undefined : Math.max(...volumes);
  };
  const volumeOf = (temperature: number) => (column: Column) => {
    const volume = largest(column, temperature);
    return volume === undefined ? undefined : `${number(volume / 1000, 2)}\u00a0cm³`;
  };
  return (
    <DataTable
      caption={t('planner.compare.caption')}
      columns={[t('planner.table.figure'), ...columns.map(({ name }) => name)]}
      rows={[
        row('temperature', t('planner.settings.temperature'), ({ planned }) => planned && degrees(planned.temperature)),
        row(
          'cycles',
          t('planner.table.cycles'),
          ({ planned }) => planned && `${planned.cycles} × ${duration(planned.freeze)} / ${duration(planned.thaw)}`,
        ),
        ...structures.map((structure) =>
          row(structure, t(`planner.reach.${structure}`), ({ reaches }) => {
            const reach = reaches.find((one) => one.structure === structure);
            return reach && words.range(reach.extreme);
          }),
        ),
        row('coldest', t('planner.table.coldest'), ({ prediction: { predicted } }) => {
          const coldest = predicted?.places[0]?.coldest;
          return coldest === undefined ? undefined : degrees(coldest);
        }),
        row('below20', t('planner.table.below20'), ({ prediction: { predicted } }) => {
          const below = predicted?.places[0]?.below20;
          return below === undefined ? undefined : duration(below);
        }),
        row('volume20', t('planner.table.volume20'), volumeOf(-20)),
        row('volume1', t('planner.table.volume1'), volumeOf(-1)),
        row('advice', t('planner.advice.title'), ({ advice, planned }) =>
          planned === undefined
            ? undefined
            : advice
                .filter(({ level }) => level !== 'note')
                .map(({ id }) => t(`planner.advice.${id}.title`))
                .join('; ') || t('planner.advice.none'),
        ),
      ]}
    />
  );
}
