import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './body-chart.module.css';
import {
  type Arrow,
  BODY_REGIONS,
  type BodyRegion,
  type BodyView,
  HALF_OUTLINE,
  regionTowards,
} from './body-regions.ts';

const ARROWS: Readonly<Record<string, Arrow>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
};

/** What only helps to see where one is: chest, navel and knees in front, spine and shoulder blades behind. */
const DETAILS: Readonly<Record<BodyView, string>> = {
  front:
    'M76 128 C 84 138 94 138 99 130 M124 128 C 116 138 106 138 101 130 M100 188 V 191 M72 326 C 76 334 84 334 88 326 M112 326 C 116 334 124 334 128 326 M88 42 V 44 M112 42 V 44 M94 54 C 98 57 102 57 106 54',
  back: 'M100 92 V 232 M76 104 C 74 116 80 128 90 130 M124 104 C 126 116 120 128 110 130 M100 240 C 98 250 94 258 84 262 M100 240 C 102 250 106 258 116 262',
};

/**
 * The body from the front and from behind. Each region is a checkbox: pressed, or reached by one Tab and the arrows and chosen with Space.
 * What is chosen is also listed in words.
 */
export default function BodyChart(props: {
  readonly label: string;
  readonly chosen: readonly string[];
  /** Without it the chart only shows. */
  readonly onChange?: (chosen: readonly string[]) => void;
  /** A region's name by its code. A region without a name is not asked for, and cannot be chosen. */
  readonly nameOf: (code: string) => string | undefined;
}) {
  const { label, chosen, onChange, nameOf } = props;
  return (
    <section className={styles.chart} aria-label={label}>
      {(['front', 'back'] as const).map((view) => (
        <Figure key={view} view={view} chosen={chosen} nameOf={nameOf} {...(onChange ? { onChange } : {})} />
      ))}
      <ul className={styles.chosen} aria-live="polite">
        {chosen.map((code) => (
          <li key={code}>{nameOf(code)}</li>
        ))}
      </ul>
    </section>
  );
}

function Figure(props: {
  readonly view: BodyView;
  readonly chosen: readonly string[];
  readonly nameOf: (code: string) => string | undefined;
  readonly onChange?: (chosen: readonly string[]) => void;
}) {
  const { view, chosen, nameOf, onChange } = props;
  const { t } = useTranslation();
  const id = useId();
  const drawing = useRef<SVGSVGElement>(null);
  const regions = BODY_REGIONS.filter((region) => region.view === view && nameOf(region.code) !== undefined);
  const [current, setCurrent] = useState(regions.find((each) => chosen.includes(each.code)) ?? regions[0]);

  const toggle = (region: BodyRegion) => {
    setCurrent(region);
    onChange?.(chosen.includes(region.code) ? chosen.filter((each) => each !== region.code) : [...chosen, region.code]);
  };
  const pressed = (event: KeyboardEvent, region: BodyRegion) => {
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) {
      const next = regionTowards(region, arrow);
      setCurrent(next);
      drawing.current?.querySelector<SVGElement>(`[data-region="${next.id}"]`)?.focus();
    } else if (event.key === ' ' || event.key === 'Enter') toggle(region);
    else return;
    event.preventDefault();
  };

  const patientsRightIsLeft = view === 'front';
  return (
    <figure className={styles.view}>
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing is no fieldset */}
      <svg ref={drawing} className={styles.figure} viewBox="0 0 200 460" role="group" aria-labelledby={`${id}-caption`}>
        <defs>
          <clipPath id={`${id}-body`}>
            <path d={HALF_OUTLINE} />
            <path d={HALF_OUTLINE} transform="matrix(-1 0 0 1 200 0)" />
          </clipPath>
          <pattern id={`${id}-hatch`} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className={styles.hatch} d="M0 0 V 6" />
          </pattern>
        </defs>
        <g clipPath={`url(#${id}-body)`}>
          <rect className={styles.skin} width="200" height="460" />
          {regions.map((region) => {
            const isChosen = chosen.includes(region.code);
            const points = region.corners.map((corner) => corner.join(',')).join(' ');
            return (
              <g key={region.id}>
                <polygon
                  points={points}
                  className={`${styles.region} ${onChange ? '' : styles.still}`}
                  data-region={region.id}
                  {...(onChange
                    ? {
                        role: 'checkbox',
                        'aria-checked': isChosen,
                        'aria-label': nameOf(region.code) ?? region.code,
                        tabIndex: region.id === current?.id ? 0 : -1,
                        onClick: () => toggle(region),
                        onKeyDown: (event: KeyboardEvent) => pressed(event, region),
                      }
                    : {})}
                />
                <polygon className={styles.ring} points={points} />
                {isChosen && <polygon className={styles.hatched} points={points} fill={`url(#${id}-hatch)`} />}
              </g>
            );
          })}
          <path className={styles.detail} d={DETAILS[view]} />
        </g>
        <g>
          <path className={styles.outline} d={HALF_OUTLINE.replace(' L 100 246 Z', '')} />
          <path
            className={styles.outline}
            d={HALF_OUTLINE.replace(' L 100 246 Z', '')}
            transform="matrix(-1 0 0 1 200 0)"
          />
          <text className={styles.sides} x="8" y="96">
            {t(`body.letter.${patientsRightIsLeft ? 'right' : 'left'}`)}
          </text>
          <text className={styles.sides} x="192" y="96" textAnchor="end">
            {t(`body.letter.${patientsRightIsLeft ? 'left' : 'right'}`)}
          </text>
        </g>
      </svg>
      <figcaption id={`${id}-caption`}>{t(`body.${view}`)}</figcaption>
    </figure>
  );
}
