import styles from './hero-illustration.module.css';

/** The path of the nerve, from the painful joint at the lower left to the spinal cord. The ice lies across it. */
const NERVE = 'M-20 470 C 60 455 96 402 150 372 S 262 344 318 306 S 402 262 468 262';

const VERTEBRAE = [36, 186, 336] as const;

/** A vertebra seen from behind, as an X-ray shows it: body, transverse processes, facet joints, spinous process. Drawn around 0, 0. */
function Vertebra({ y }: { readonly y: number }) {
  return (
    <g transform={`translate(500 ${y})`} className={styles.bone}>
      <path d="M-68 8 C -70 -6 -56 -12 -40 -10 C -14 -6 14 -6 40 -10 C 56 -12 70 -6 68 8 C 62 30 62 52 68 74 C 70 88 56 94 40 92 C 14 88 -14 88 -40 92 C -56 94 -70 88 -68 74 C -62 52 -62 30 -68 8 Z" />
      <path d="M-60 34 C -84 26 -112 24 -134 30 C -146 34 -146 48 -134 52 C -112 58 -86 60 -60 56 Z" />
      <path d="M60 34 C 84 26 112 24 134 30 C 146 34 146 48 134 52 C 112 58 86 60 60 56 Z" />
      <path d="M-48 -26 C -36 -34 -26 -26 -28 -10 L -34 24 C -40 34 -54 30 -54 18 Z" />
      <path d="M48 -26 C 36 -34 26 -26 28 -10 L 34 24 C 40 34 54 30 54 18 Z" />
      <path d="M-10 26 C -12 14 12 14 10 26 L 15 86 C 17 106 -17 106 -15 86 Z" />
    </g>
  );
}

/** Decoration with a description: a nerve carries pain from the left, and the ice at the tip of the probe stops it. */
export function HeroIllustration({ description }: { readonly description: string }) {
  return (
    <svg className={styles.picture} viewBox="0 0 680 520" role="img" aria-label={description}>
      <defs>
        <radialGradient id="ice">
          <stop offset="0" stopColor="#f4fdff" stopOpacity="0.95" />
          <stop offset="0.45" stopColor="#9fe3f4" stopOpacity="0.75" />
          <stop offset="0.82" stopColor="#4db9d6" stopOpacity="0.4" />
          <stop offset="1" stopColor="#4db9d6" stopOpacity="0.05" />
        </radialGradient>
        <radialGradient id="chill">
          <stop offset="0.35" stopColor="#7ad7ee" stopOpacity="0.34" />
          <stop offset="1" stopColor="#7ad7ee" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="steel" x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stopColor="#8fb0b9" />
          <stop offset="0.45" stopColor="#f3fafb" />
          <stop offset="1" stopColor="#6f939d" />
        </linearGradient>
        <linearGradient id="nerve" x1="-20" x2="500" y1="470" y2="262" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#ff9a62" />
          <stop offset="0.5" stopColor="#ffb183" />
          <stop offset="0.6" stopColor="#d9f5fb" />
          <stop offset="0.72" stopColor="#d9f5fb" />
          <stop offset="0.8" stopColor="#86a9b2" />
          <stop offset="1" stopColor="#86a9b2" />
        </linearGradient>
      </defs>
      {VERTEBRAE.map((y) => (
        <Vertebra key={y} y={y} />
      ))}
      <path className={styles.cord} d="M500 -20 V 540" />
      <g className={styles.twigs}>
        <path d="M150 372 C 120 350 96 346 66 352" />
        <path d="M96 402 C 84 420 66 428 44 426" />
        <path d="M210 352 C 196 330 176 318 150 312" />
      </g>
      <path className={styles.sheath} d={NERVE} />
      <path className={styles.nerve} d={NERVE} stroke="url(#nerve)" />
      <circle cx="322" cy="302" r="150" fill="url(#chill)" />
      <g className={styles.ball}>
        <ellipse cx="322" cy="300" rx="66" ry="78" transform="rotate(38 322 300)" fill="url(#ice)" />
        <ellipse className={styles.rim} cx="322" cy="300" rx="66" ry="78" transform="rotate(38 322 300)" />
        <g className={styles.crystal}>
          <path d="M322 256 V 344 M284 278 L 360 322 M284 322 L 360 278" />
          <path d="M322 268 l -9 -8 M322 268 l 9 -8 M322 332 l -9 8 M322 332 l 9 8 M294 284 l -11 3 M294 284 l -2 -11 M350 316 l 11 -3 M350 316 l 2 11 M294 316 l -2 11 M294 316 l -11 -3 M350 284 l 2 -11 M350 284 l 11 3" />
        </g>
      </g>
      <g transform="rotate(38 322 300)">
        <rect x="317" y="-150" width="10" height="446" fill="url(#steel)" />
        <path d="M317 296 L 322 312 L 327 296 Z" fill="url(#steel)" />
        <rect x="316" y="262" width="12" height="34" rx="2" fill="#c9f2fb" />
      </g>
      <g className={styles.pulses}>
        <circle className={styles.pulse} r="7" />
        <circle className={styles.pulse} r="7" />
        <circle className={styles.pulse} r="7" />
      </g>
    </svg>
  );
}
