import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './spine.module.css';
import { levelsAround, type SpineLevel, type SpineTarget } from './spine-levels.ts';

/** The spine from behind, as the patient lies on their stomach: their right is on the right. A marked level carries a cross on its side. */
export function Spine({
  targets,
  description,
}: {
  readonly targets: readonly SpineTarget[];
  readonly description: string;
}) {
  const { t } = useTranslation();
  const levels = levelsAround(targets);
  return (
    <svg className={styles.spine} viewBox={`0 -22 190 ${levels.length * 34 + 30}`} role="img" aria-label={description}>
      <text className={styles.sides} x="14" y="-8">
        {t('body.letter.left')}
      </text>
      <text className={styles.sides} x="150" y="-8">
        {t('body.letter.right')}
      </text>
      {levels.map((level, index) => (
        <Vertebra key={level} level={level} y={index * 34} sides={targets.filter((each) => each.level === level)} />
      ))}
    </svg>
  );
}

function Vertebra(props: { readonly level: SpineLevel; readonly y: number; readonly sides: readonly SpineTarget[] }) {
  const { level, y, sides } = props;
  const isSacrum = level.startsWith('S');
  // Wider from the neck down, as the load grows.
  const half = { C: 19, T: 22, L: 28, S: 34 }[level[0] as 'C' | 'T' | 'L' | 'S'];
  const reach = { C: 30, T: 44, L: 52, S: 46 }[level[0] as 'C' | 'T' | 'L' | 'S'];
  const wing = (sign: 1 | -1) =>
    `M${85 + sign * (half - 3)} 9 L ${85 + sign * reach} ${level.startsWith('T') ? 4 : 8} Q ${85 + sign * (reach + 6)} 13 ${85 + sign * reach} 17 L ${85 + sign * (half - 3)} 18 Z`;
  return (
    <g transform={`translate(0 ${y})`} className={sides.length > 0 ? styles.marked : undefined}>
      {!isSacrum && <path className={styles.bone} d={wing(1)} />}
      {!isSacrum && <path className={styles.bone} d={wing(-1)} />}
      {isSacrum ? (
        <path className={styles.bone} d="M45 2 H 125 L 112 26 Q 85 34 58 26 Z" />
      ) : (
        <rect className={styles.bone} x={85 - half} y="1" width={2 * half} height="26" rx="7" />
      )}
      <path className={styles.bone} d="M85 8 Q 90 15 88 27 Q 85 32 82 27 Q 80 15 85 8 Z" />
      <text className={styles.level} x="186" y="19" textAnchor="end">
        {level}
      </text>
      {sides.flatMap(({ side }) =>
        (side === 'both' ? (['left', 'right'] as const) : [side]).map((each) => {
          const x = 85 + (each === 'right' ? 1 : -1) * (half + 4);
          return (
            <g key={each}>
              <circle className={styles.target} cx={x} cy="12" r="5.5" />
              <path className={styles.cross} d={`M${x - 11} 12 H ${x + 11} M${x} 1 V 23`} />
            </g>
          );
        }),
      )}
    </g>
  );
}
