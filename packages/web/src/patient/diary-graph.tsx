import { useLanguage } from '../app/language.ts';
import { dateFormat } from '../texts/formats.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import type { DiaryEntry } from './diary.ts';
import styles from './diary-graph.module.css';

const DAY = 86_400_000;
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 300, 34, 14, 26, 34];

/** Pain over time, with the procedure on it. Every number of it stands in the table beside it. */
export function DiaryGraph(props: {
  readonly entries: readonly DiaryEntry[];
  readonly procedure: number | undefined;
  readonly description: string;
}) {
  const { entries, procedure, description } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const moments = [...entries.map(({ at }) => at), ...(procedure === undefined ? [] : [procedure])];
  const first = Math.min(...moments) - DAY / 2;
  const last = Math.max(...moments, first + 7 * DAY) + DAY / 2;
  const x = (at: number) => LEFT + ((at - first) / (last - first)) * (WIDTH - LEFT - RIGHT);
  const y = (pain: number) => TOP + (1 - pain / 10) * (HEIGHT - TOP - BOTTOM);
  const date = dateFormat(language, { day: 'numeric', month: 'short' });
  const marks = Array.from({ length: 5 }, (_, index) => first + ((index + 0.5) / 5) * (last - first));
  return (
    <figure className={styles.figure}>
      <svg className={styles.graph} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={description}>
        {[0, 2, 4, 6, 8, 10].map((pain) => (
          <g key={pain}>
            <path className={styles.grid} d={`M${LEFT} ${y(pain)} H ${WIDTH - RIGHT}`} />
            <text className={styles.tick} x={LEFT - 8} y={y(pain) + 4} textAnchor="end">
              {pain}
            </text>
          </g>
        ))}
        {marks.map((at) => (
          <text key={at} className={styles.tick} x={x(at)} y={HEIGHT - 10} textAnchor="middle">
            {date.format(at)}
          </text>
        ))}
        {procedure !== undefined && (
          <>
            <path className={styles.procedure} d={`M${x(procedure)} ${TOP - 8} V ${HEIGHT - BOTTOM}`} />
            <text
              className={styles.procedureWord}
              x={x(procedure) + (x(procedure) > WIDTH * 0.7 ? -8 : 8)}
              y={TOP - 4}
              textAnchor={x(procedure) > WIDTH * 0.7 ? 'end' : 'start'}
            >
              {t('diary.procedure')}
            </text>
          </>
        )}
        <path
          className={styles.line}
          d={entries.map(({ at, pain }, index) => `${index ? 'L' : 'M'}${x(at)} ${y(pain)}`).join(' ')}
        />
        {entries.map(({ at, pain }) => (
          <circle key={`${at}-${pain}`} className={styles.point} cx={x(at)} cy={y(pain)} r="5" />
        ))}
      </svg>
    </figure>
  );
}
