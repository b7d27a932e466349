import styles from './anatomy-drawing.module.css';
import { type Distances, distanceOf } from './distances.ts';
import { placeBesideProbe, type Scene } from './scene.ts';

/** How far the drawings go on beyond any window, mm. */
const FAR = 200;

/**
 * What lies beside the probe, to scale in mm, skin at the top: drawn for each family of targets. Shapes of bone and layers of tissue are a draughtsman's;
 * where each stands comes from the distances. Ice is laid over it.
 */
export function AnatomyDrawing({ scene, distances }: { readonly scene: Scene; readonly distances: Distances }) {
  // Bone begins this far beyond the tip, along the probe.
  const bone = placeBesideProbe(scene.lean, 0, -(distanceOf(distances, 'bone') ?? 0));
  const skin = -(distanceOf(distances, 'skin') ?? 40);
  const pleura = distanceOf(distances, 'pleura') ?? 20;
  return (
    <g>
      <rect className={styles.muscle} x={-FAR} y={skin} width={2 * FAR} height={2 * FAR} />
      <Fibres />
      <Skin at={skin} />
      {scene.family === 'lumbar' && <Lumbar skin={skin} bone={bone} />}
      {scene.family === 'genicular' && <Knee bone={bone} />}
      {scene.family === 'intercostal' && <Ribs toRib={distanceOf(distances, 'bone') ?? 0} pleura={pleura} />}
      {scene.family === 'plain' && (
        <rect className={styles.plainBone} x={-FAR} y={bone.y} width={2 * FAR} height={FAR} />
      )}
    </g>
  );
}

/** The grain of muscle: short strokes, the same every time. */
const Fibres = () => (
  <path
    className={styles.grain}
    d={Array.from({ length: 330 }, (_, index) => {
      const [row, column] = [Math.floor(index / 15), index % 15];
      const x = -52 + column * 7 + ((row * 37) % 7) - ((column * 13) % 3);
      const y = -44 + row * 4 + ((column * 29) % 3);
      return `M ${x} ${y} q 2 ${-0.7 - (row % 2) * 0.3} 4 0`;
    }).join(' ')}
  />
);

/** Air, skin (about 2 mm in the drawing) and the fat beneath it. */
const Skin = ({ at }: { readonly at: number }) => (
  <>
    <rect className={styles.air} x={-FAR} y={-FAR} width={2 * FAR} height={FAR + at} />
    <rect className={styles.fat} x={-FAR} y={at} width={2 * FAR} height={Math.min(9, -at * 0.28)} />
    <rect className={styles.skin} x={-FAR} y={at} width={2 * FAR} height={Math.min(2, -at * 0.1)} />
  </>
);

/** Cut beside the midline: the transverse process as a seat, the superior articular process as its back; the root leaves under the seat. */
function Lumbar({ skin, bone }: { readonly skin: number; readonly bone: { readonly x: number; readonly y: number } }) {
  return (
    <>
      {[0.42, 0.58, 0.74].map((part) => (
        <path
          key={part}
          className={styles.fascia}
          d={`M ${-FAR} ${skin * part} C -30 ${skin * part - 2} 10 ${skin * part + 3} ${FAR} ${skin * part - 1}`}
        />
      ))}
      <g transform={`translate(${bone.x} ${bone.y})`}>
        <path className={styles.body} d="M -40 24 C -20 19 14 19 40 25 V 90 H -40 Z" />
        <path
          className={styles.bone}
          d="M -1.5 0 L 9 0.6 Q 13.4 1.6 13 5.2 Q 12.4 9 8 9.4 L -6 9.8 Q -13.4 9 -14 3 L -14.2 -9 Q -13 -15 -8.6 -14.4 Q -4.6 -13 -4.4 -7 Q -4.2 -0.6 -1.5 0 Z"
        />
        <path
          className={styles.marrow}
          d="M 0 2.2 L 8.4 2.6 Q 11.3 3.2 11 5.2 Q 10.6 7.2 7.6 7.5 L -5.6 7.8 Q -11.4 7.2 -12 2.6 L -12.2 -8.6 Q -11.4 -12.9 -8.8 -12.4 Q -6.4 -11.4 -6.3 -6.6 Q -6 1 0 2.2 Z"
        />
      </g>
    </>
  );
}

/** Cut across the thigh bone above the joint: the shaft flares, the nerve runs on its surface, muscle lies over it. */
function Knee({ bone }: { readonly bone: { readonly x: number; readonly y: number } }) {
  return (
    <>
      {[-5, -10, -15].map((y) => (
        <path
          key={y}
          className={styles.fascia}
          d={`M ${-FAR} ${y + 26} C -34 ${y + 12} -16 ${y} 2 ${y} S 36 ${y + 11} ${FAR} ${y + 27}`}
        />
      ))}
      <g transform={`translate(${bone.x} ${bone.y})`}>
        <path className={styles.bone} d="M -38 60 C -40 20 -18 0 1 0 C 20 0 40 17 39 60 Z" />
        <path className={styles.marrow} d="M -35.6 60 C -37 22 -16.6 2.4 1 2.4 C 18.6 2.4 37 19 36.6 60 Z" />
      </g>
    </>
  );
}

/** Cut along the chest wall: two ribs, the muscles between them, pleura and lung beneath. The bundle lies under the upper rib, which is to the left. */
function Ribs({ toRib, pleura }: { readonly toRib: number; readonly pleura: number }) {
  return (
    <>
      <rect className={styles.intercostal} x={-FAR} y={-6} width={2 * FAR} height={pleura + 6} />
      {Array.from({ length: 27 }, (_, index) => -40 + index * 3).map((x) => (
        <path
          key={x}
          className={styles.fibre}
          d={`M ${x} -6 L ${x + 3} ${pleura - 3.2} M ${x + 3} ${pleura - 3.2} l -1.4 2.6`}
        />
      ))}
      <rect className={styles.lung} x={-FAR} y={pleura} width={2 * FAR} height={FAR} />
      <path className={styles.pleura} d={`M ${-FAR} ${pleura} H ${FAR}`} />
      {[-toRib - 7, -toRib + 20].map((x) => (
        <g key={x} transform={`translate(${x} -1) rotate(12)`}>
          <path
            className={styles.bone}
            d="M -7 -1.5 C -6.6 -5 5 -5.4 6.6 -1.8 C 7.6 0.8 6.6 4 5.2 4.6 C 4.2 3 2.4 2.6 0 3.4 C -4 4.6 -7.4 2.4 -7 -1.5 Z"
          />
          <path
            className={styles.marrow}
            d="M -5.4 -1.2 C -5 -3.6 3.8 -3.8 5 -1.4 C 5.6 0.6 5.2 2 4.6 2.6 C 3 1.4 1.4 1.4 -0.6 2 C -3.4 2.8 -5.8 1.6 -5.4 -1.2 Z"
          />
        </g>
      ))}
      <circle className={styles.vein} cx={-toRib - 4.2} cy={Math.min(4, pleura - 1.5)} r="1.1" />
      <circle className={styles.artery} cx={-toRib - 1.9} cy={Math.min(4.2, pleura - 1.5)} r="0.8" />
    </>
  );
}
