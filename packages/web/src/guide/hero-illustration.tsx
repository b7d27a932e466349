import styles from './hero-illustration.module.css';

/** The path of the nerve, from where it hurts at the lower left to the spinal cord. The ice lies across it; see the style sheet's pulses. */
const NERVE = 'M-60 500 C 20 492 70 450 130 420 S 250 380 310 352 S 400 312 430 300 S 488 268 505 240';

/** Where the vertebrae stand; the fourth is the one whose joint hurts. */
const VERTEBRAE = [-70, 58, 186, 314, 442, 570] as const;

/** A lumbar vertebra from the front, as an X-ray shows it: body, transverse processes, pedicles, joints, spinous process. */
function Vertebra({ y }: { readonly y: number }) {
  return (
    <g transform={`translate(505 ${y})`} className={styles.bone}>
      <path d="M-66 -34 C -60 -41 60 -41 66 -34 C 71 -28 68 -22 66 -16 C 57 4 57 26 66 44 C 68 50 71 56 66 62 C 60 69 -60 69 -66 62 C -71 56 -68 50 -66 44 C -57 26 -57 4 -66 -16 C -68 -22 -71 -28 -66 -34 Z" />
      <path d="M-62 -10 C -84 -16 -106 -22 -126 -18 C -138 -15 -138 0 -126 3 C -106 9 -84 14 -60 16 Z" />
      <path d="M62 -10 C 84 -16 106 -22 126 -18 C 138 -15 138 0 126 3 C 106 9 84 14 60 16 Z" />
      <path d="M-54 -8 C -62 -26 -61 -48 -50 -51 C -39 -53 -33 -36 -31 -14 C -37 -4 -48 -3 -54 -8 Z" />
      <path d="M54 -8 C 62 -26 61 -48 50 -51 C 39 -53 33 -36 31 -14 C 37 -4 48 -3 54 -8 Z" />
      <path d="M-30 8 C -26 24 -34 42 -46 62 C -55 80 -49 99 -38 99 C -28 99 -24 82 -18 66 C -12 52 12 52 18 66 C 24 82 28 99 38 99 C 49 99 55 80 46 62 C 34 42 26 24 30 8 C 14 16 -14 16 -30 8 Z" />
      <ellipse cx="-38" cy="-4" rx="11" ry="14" />
      <ellipse cx="38" cy="-4" rx="11" ry="14" />
      <path d="M0 20 C 8 20 10 38 12 56 C 14 74 8 82 0 82 C -8 82 -14 74 -12 56 C -10 38 -8 20 0 20 Z" />
    </g>
  );
}

/** A nerve carries pain from the left, and the ice at the tip of the probe stops it: seen through the round field of an X-ray. */
export function HeroIllustration({ description }: { readonly description: string }) {
  return (
    <svg className={styles.picture} viewBox="0 0 680 520" role="img" aria-label={description}>
      <defs>
        <radialGradient id="ice">
          <stop offset="0" stopColor="#ffffff" stopOpacity="0.95" />
          <stop offset="0.42" stopColor="#b4ebf8" stopOpacity="0.8" />
          <stop offset="0.8" stopColor="#56c2de" stopOpacity="0.5" />
          <stop offset="1" stopColor="#56c2de" stopOpacity="0.16" />
        </radialGradient>
        <radialGradient id="chill">
          <stop offset="0.3" stopColor="#7ad7ee" stopOpacity="0.4" />
          <stop offset="1" stopColor="#7ad7ee" stopOpacity="0" />
        </radialGradient>
        <linearGradient id="steel" x1="0" x2="1" y1="0" y2="0">
          <stop offset="0" stopColor="#7f9fa9" />
          <stop offset="0.4" stopColor="#f6fbfc" />
          <stop offset="1" stopColor="#64868f" />
        </linearGradient>
        <linearGradient id="nerve" x1="-60" x2="505" y1="500" y2="240" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#ff8a4a" stopOpacity="0" />
          <stop offset="0.16" stopColor="#ff8a4a" />
          <stop offset="0.68" stopColor="#ffac7c" />
          <stop offset="0.77" stopColor="#e9fbff" />
          <stop offset="0.86" stopColor="#e9fbff" />
          <stop offset="0.93" stopColor="#8fb4bd" />
          <stop offset="1" stopColor="#8fb4bd" />
        </linearGradient>
        <linearGradient id="sheath" x1="-60" x2="505" y1="500" y2="240" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#ffb484" stopOpacity="0" />
          <stop offset="0.2" stopColor="#ffb484" stopOpacity="0.18" />
          <stop offset="1" stopColor="#b5d3da" stopOpacity="0.18" />
        </linearGradient>
        <linearGradient id="depth" x1="0" x2="0" y1="-120" y2="120" gradientUnits="userSpaceOnUse">
          <stop offset="0" stopColor="#fff" stopOpacity="0.1" />
          <stop offset="1" stopColor="#fff" />
        </linearGradient>
        <mask id="fading" maskUnits="userSpaceOnUse" x="340" y="-300" width="340" height="1100">
          <rect x="340" y="-300" width="340" height="1100" fill="url(#depth)" />
        </mask>
      </defs>
      <g mask="url(#fading)">
        <path className={styles.cord} d="M505 -260 V 780" />
        {VERTEBRAE.map((y) => (
          <Vertebra key={y} y={y} />
        ))}
      </g>
      <g className={styles.field}>
        <circle cx="430" cy="300" r="236" />
        <path d="M430 52 V 84 M430 516 V 548 M182 300 H 214 M646 300 H 678" />
      </g>
      <g className={styles.twigs}>
        <path d="M130 420 C 108 396 84 386 48 390" />
        <path d="M66 458 C 50 474 26 486 -6 486" />
        <path d="M220 388 C 204 364 184 350 156 342" />
        <path d="M172 404 C 176 424 170 446 156 462" />
      </g>
      <path className={styles.sheath} d={NERVE} stroke="url(#sheath)" />
      <path className={styles.nerve} d={NERVE} stroke="url(#nerve)" />
      <circle cx="430" cy="300" r="168" fill="url(#chill)" />
      <g transform="rotate(-17 430 300)">
        <rect x="424.5" y="-520" width="11" height="812" fill="url(#steel)" />
      </g>
      <g className={styles.ball}>
        <ellipse cx="430" cy="300" rx="62" ry="74" transform="rotate(-17 430 300)" fill="url(#ice)" />
        <ellipse className={styles.rim} cx="430" cy="300" rx="62" ry="74" transform="rotate(-17 430 300)" />
        <ellipse className={styles.core} cx="430" cy="300" rx="36" ry="44" transform="rotate(-17 430 300)" />
      </g>
      <g transform="rotate(-17 430 300)">
        <rect x="424.5" y="262" width="11" height="30" fill="#e9fbff" />
        <path d="M424.5 291 L 430 310 L 435.5 291 Z" fill="#e9fbff" />
      </g>
      <g className={styles.crystal}>
        <path d="M430 254 V 346 M390 277 L 470 323 M390 323 L 470 277" />
        <path d="M430 268 l -10 -9 M430 268 l 10 -9 M430 332 l -10 9 M430 332 l 10 9 M402 284 l -13 2 M402 284 l -5 -12 M458 316 l 13 -2 M458 316 l 5 12 M402 316 l -5 12 M402 316 l -13 -2 M458 284 l 5 -12 M458 284 l 13 2" />
      </g>
      <g>
        <circle className={styles.pulse} r="7" />
        <circle className={styles.pulse} r="7" />
        <circle className={styles.pulse} r="7" />
      </g>
    </svg>
  );
}
