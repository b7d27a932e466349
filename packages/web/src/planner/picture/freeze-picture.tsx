import { useTranslation } from '../../texts/use-translation.tsx';
import { AnatomyDrawing } from '../anatomy/anatomy-drawing.tsx';
import { distanceOf } from '../anatomy/distances.ts';
import { placeBesideProbe, type Scene, type Structure } from '../anatomy/scene.ts';
import type { PlannedFreeze } from '../planned-freeze.ts';
import { bandAt, type EdgeBand } from '../predict/edge-band.ts';
import type { FreezeFrame, Isotherm } from '../predict/freeze-frame.ts';
import { type Outline, outlineOf } from '../predict/ice-shape.ts';
import styles from './freeze-picture.module.css';
import { useFigures } from './use-figures.ts';

/** Half of the picture's width, mm: everything in it is to one scale. */
const HALF = 24;
const BELOW = 19;
/** Above the active length: the ice on the shaft, and room. */
const ABOVE = 13;

/**
 * The probe, what lies beside it, and the ice at one moment, to scale. A prediction, so every edge has the band in which nine of ten samples lie.
 *
 * @param description in words: all that the picture says
 */
export function FreezePicture(props: {
  readonly planned: PlannedFreeze;
  readonly scene: Scene;
  readonly frame: FreezeFrame | undefined;
  readonly bands: readonly EdgeBand[];
  readonly description: string;
}) {
  const { planned, scene, frame, bands, description } = props;
  const { t } = useTranslation();
  const { millimetres } = useFigures();
  const top = -(planned.activeLength + ABOVE);
  const skin = distanceOf(planned.distances, 'skin') ?? 0;
  const isSkinFar = -skin < top + 3;
  return (
    <div className={styles.stage}>
      <svg
        className={styles.picture}
        viewBox={`${-HALF} ${top} ${2 * HALF} ${BELOW - top}`}
        role="img"
        aria-label={description}
        data-picture={scene.family}
      >
        <Layers planned={planned} scene={scene} frame={frame} bands={bands} />
        <EdgeLabels planned={planned} scene={scene} frame={frame} />
        <Labels scene={scene} top={top} />
        {isSkinFar && (
          <g className={styles.beyond}>
            <path d={`M ${-HALF + 3} ${top + 7} V ${top + 1.6} m -1.1 1.6 l 1.1 -1.6 l 1.1 1.6`} />
            <text x={-HALF + 5} y={top + 4.2}>
              {t('planner.picture.skinAbove', { distance: millimetres(skin, 0) })}
            </text>
          </g>
        )}
        <g className={styles.scale} transform={`translate(${2 - HALF} ${BELOW - 2})`}>
          <path d="M 0 -0.8 V 0 H 10 V -0.8" />
          <text x="5" y="-1" textAnchor="middle">
            {millimetres(10, 0)}
          </text>
        </g>
      </svg>
      {isSkinFar && (
        <svg
          className={styles.whole}
          viewBox={`${-(skin + 30) * 0.3} ${-skin - 4} ${(skin + 30) * 0.6} ${skin + 30}`}
          aria-hidden="true"
          focusable="false"
        >
          <Layers planned={planned} scene={scene} frame={frame} bands={[]} />
        </svg>
      )}
    </div>
  );
}

function Layers(props: {
  readonly planned: PlannedFreeze;
  readonly scene: Scene;
  readonly frame: FreezeFrame | undefined;
  readonly bands: readonly EdgeBand[];
}) {
  const { planned, scene, frame, bands } = props;
  return (
    <>
      <AnatomyDrawing scene={scene} distances={planned.distances} />
      {scene.structures.map((structure) => (
        <Round key={structure.id} structure={structure} />
      ))}
      <g className={styles.ice}>
        {frame?.edges.map((edge) => {
          const outline = outlineOf(edge, scene.lean, planned.activeLength);
          const band = bandAt(bands, edge.temperature, frame.at);
          const [low, high] = band
            ? [band.low, band.high].map((shift) => outlineOf(edge, scene.lean, planned.activeLength, shift))
            : [[], []];
          return (
            <g key={edge.temperature} data-isotherm={edge.temperature}>
              <path className={`${styles.fill} ${edgeClass(edge.temperature)}`} d={pathOf(outline)} />
              {band && (
                <path
                  className={`${styles.band} ${edgeClass(edge.temperature)}`}
                  fillRule="evenodd"
                  d={`${pathOf(low ?? [])} ${pathOf(high ?? [])}`}
                />
              )}
              <path className={`${styles.edge} ${edgeClass(edge.temperature)}`} d={pathOf(outline)} />
            </g>
          );
        })}
      </g>
      <Probe planned={planned} lean={scene.lean} />
      <Nerve scene={scene} />
    </>
  );
}

/** Which temperature a line is, at its outermost place to the right. The core is too small to be written on. */
function EdgeLabels(props: {
  readonly planned: PlannedFreeze;
  readonly scene: Scene;
  readonly frame: FreezeFrame | undefined;
}) {
  const { planned, scene, frame } = props;
  const { degrees } = useFigures();
  return (
    <g className={styles.labels}>
      {frame?.edges.map((edge, index) => {
        if (edge.radius < 1.5 || edge.temperature === -40) return null;
        // Each a little higher than the one outside it, all outside the ice, with a line to the nearest place of theirs.
        const ice = frame.edges[0]?.radius ?? 0;
        const from = placeBesideProbe(scene.lean, ice + 2.6, planned.activeLength * 0.5 - 2.6 + index * 3.2);
        const outline = outlineOf(edge, scene.lean, planned.activeLength);
        const to = outline.reduce((best, each) =>
          Math.hypot(each.x - from.x, each.y - from.y) < Math.hypot(best.x - from.x, best.y - from.y) ? each : best,
        );
        return (
          <g key={edge.temperature}>
            <path d={`M ${from.x} ${from.y} L ${to.x} ${to.y}`} />
            <text x={from.x + 0.4} y={from.y + 0.5}>
              {degrees(edge.temperature)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

const edgeClass = (temperature: Isotherm): string | undefined => styles[`at${-temperature}`];

const pathOf = (outline: Outline): string =>
  outline.length === 0 ? '' : `M ${outline.map(({ x, y }) => `${x.toFixed(3)} ${y.toFixed(3)}`).join(' L ')} Z`;

/** A nerve that carries movement, cut across. The level of skin and pleura is drawn with the anatomy. */
function Round({ structure }: { readonly structure: Structure }) {
  if (structure.kind !== 'round' || structure.role !== 'keep-warm') return null;
  return <circle className={styles.motor} cx={structure.centre.x} cy={structure.centre.y} r={structure.radius} />;
}

/** The nerve that hurts, over the ice, so that it is seen inside it. */
function Nerve({ scene }: { readonly scene: Scene }) {
  const nerve = scene.structures.find(({ id }) => id === 'nerve');
  if (nerve?.kind !== 'round') return null;
  return (
    <g>
      <circle className={styles.nerve} cx={nerve.centre.x} cy={nerve.centre.y} r={nerve.radius} />
      <circle className={styles.nerveRing} cx={nerve.centre.x} cy={nerve.centre.y} r={nerve.radius + 0.5} />
    </g>
  );
}

function Probe({ planned, lean }: { readonly planned: PlannedFreeze; readonly lean: number }) {
  const radius = planned.diameter / 2;
  const at = (across: number, along: number): string => {
    const { x, y } = placeBesideProbe(lean, across, along);
    return `${x.toFixed(2)} ${y.toFixed(2)}`;
  };
  const { activeLength } = planned;
  return (
    <g>
      <path
        className={styles.shaft}
        d={`M ${at(-radius, activeLength)} L ${at(-radius, 300)} L ${at(radius, 300)} L ${at(radius, activeLength)} Z`}
      />
      <path
        className={styles.active}
        d={`M ${at(0, 0)} L ${at(-radius, radius * 1.1)} L ${at(-radius, activeLength)} L ${at(radius, activeLength)} L ${at(radius, radius * 1.1)} Z`}
      />
    </g>
  );
}

/** Names beside what they name: the nerve's with a line, from where no ice is. */
function Labels({ scene, top }: { readonly scene: Scene; readonly top: number }) {
  const { t } = useTranslation();
  return (
    <g className={styles.labels}>
      {scene.structures.map((structure) => {
        const words = t(`planner.structure.${structure.id}`);
        if (structure.kind === 'level') {
          if (structure.y > BELOW - 3 || structure.y < top + 3) return null;
          const y = structure.side === 'above' ? structure.y - 1 : structure.y + 2.6;
          return (
            <text key={structure.id} x={-HALF + 1} y={y}>
              {words}
            </text>
          );
        }
        const { x, y } = structure.centre;
        if (structure.role !== 'target') {
          if (Math.abs(x) > HALF || y > BELOW || y < top) return null;
          const middle = Math.max(-HALF + 11.5, Math.min(HALF - 11.5, x));
          return (
            <text key={structure.id} x={middle} y={y - structure.radius - 0.9} textAnchor="middle">
              {words}
            </text>
          );
        }
        const edge = (structure.radius + 0.5) * 0.7;
        return (
          <g key={structure.id}>
            <path d={`M ${-HALF + 9} ${BELOW - 7.5} L ${x - edge} ${y + edge}`} />
            <text x={-HALF + 8.4} y={BELOW - 6.9} textAnchor="end">
              {words}
            </text>
          </g>
        );
      })}
    </g>
  );
}
