import { useState } from 'react';
import { Field } from '../design/field.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import { type Distance, type DistanceId, type DistanceSource, drawnDistances, familyOf } from './anatomy/distances.ts';
import { useFigures } from './picture/use-figures.ts';
import type { PlannedFreeze } from './planned-freeze.ts';
import styles from './planner-page.module.css';

/** How far things lie from the probe, with where each number comes from: what the drawing assumes is there to be measured. */
export function DistanceFields(props: {
  readonly name: string | undefined;
  readonly planned: PlannedFreeze;
  readonly onChange: (planned: PlannedFreeze) => void;
}) {
  const { name, planned, onChange } = props;
  const { t } = useTranslation();
  return (
    <fieldset className={styles.distances}>
      <legend>
        {t('planner.distances.title')}
        {name !== undefined && ` (${name})`}
      </legend>
      <p className={styles.help}>
        {t(`planner.family.${familyOf(planned.target)}`)} {t('planner.distances.why')}
      </p>
      <div className={styles.fields}>
        {drawnDistances(planned.target).map(({ id, least, most, source }) => {
          const distance = planned.distances[id];
          if (distance === undefined) return null;
          return (
            <DistanceField
              key={`${planned.target}-${id}`}
              id={id}
              distance={distance}
              least={least}
              most={most}
              source={source}
              onChange={(changed) => onChange({ ...planned, distances: { ...planned.distances, [id]: changed } })}
            />
          );
        })}
      </div>
    </fieldset>
  );
}

/** A distance, and where it comes from: the drawing, until it has been measured on this patient. */
function DistanceField(props: {
  readonly id: DistanceId;
  readonly distance: Distance;
  readonly least: number;
  readonly most: number;
  readonly source: DistanceSource;
  readonly onChange: (distance: Distance) => void;
}) {
  const { id, distance, least, most, source, onChange } = props;
  const { t } = useTranslation();
  const { number } = useFigures();
  const [written, setWritten] = useState<string>();
  const value = written === undefined ? undefined : numberOf(written);
  const isBad = written !== undefined && !(value !== undefined && value >= least && value <= most);
  const plain = (each: number) => number(each, Number.isInteger(each) ? 0 : 1);
  return (
    <div className={styles.distance}>
      <Field
        name={`planner-${id}`}
        label={t(`planner.distance.${id}`)}
        unit={id === 'approach' ? '°' : 'mm'}
        isShort
        isRequired
        keyboard="decimal"
        value={written ?? plain(distance.value)}
        error={
          isBad
            ? t('planner.distances.bad', { least: plain(least), most: plain(most), value: plain(distance.value) })
            : undefined
        }
        onChange={(text) => {
          setWritten(text);
          const entered = numberOf(text);
          if (entered !== undefined && entered >= least && entered <= most)
            onChange({ value: entered, origin: 'measured' });
        }}
      />
      <label className={styles.origin}>
        <input
          type="checkbox"
          checked={distance.origin === 'measured'}
          onChange={({ target }) => onChange({ ...distance, origin: target.checked ? 'measured' : 'assumed' })}
        />
        <span>
          {distance.origin === 'measured' ? t('planner.distances.measured') : t(`planner.distances.source.${source}`)}
        </span>
      </label>
    </div>
  );
}

/** As people write numbers: a comma or a point, either kind of minus. Nothing else is a number. */
function numberOf(text: string): number | undefined {
  const plain = text.trim().replace(',', '.').replace('\u2212', '-');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : undefined;
}
