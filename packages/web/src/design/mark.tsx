/** The product's mark: a nerve that runs into a crystal. */
export function Mark() {
  return (
    <svg viewBox="0 0 40 40" width="32" height="32" aria-hidden="true" focusable="false">
      <path d="M2 30 C 8 30 10 22 16 21" stroke="#ff9a62" strokeWidth="3.5" fill="none" strokeLinecap="round" />
      <path
        d="M26 8 V 32 M15.6 14 L 36.4 26 M15.6 26 L 36.4 14"
        stroke="#7ad7ee"
        strokeWidth="3"
        fill="none"
        strokeLinecap="round"
      />
    </svg>
  );
}
