/**
 * The style of the pages that the server writes itself: a file of its own, since the content security policy allows none within a page. The colours
 * are those of `packages/web/src/design/tokens.css`; these pages stand without the built screens, also where those were never built.
 */
export const PAGE_CSS = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#eff5f6, #0a161b);
  --raised: light-dark(#ffffff, #142831);
  --sunken: light-dark(#e7eff1, #0b1a21);
  --ink: light-dark(#0f2a33, #e8f1f2);
  --ink-soft: light-dark(#46606a, #a9c0c6);
  --line: light-dark(#cfdfe3, #2a454f);
  --line-strong: light-dark(#6d8a94, #6f909a);
  --ice: light-dark(#0b6480, #7fd3ea);
  --on-ice: light-dark(#ffffff, #06222b);
  --alarm: light-dark(#a01029, #ffa3ad);
  --alarm-wash: light-dark(#fdecee, #3d171e);
  font: 112.5%/1.6 "Atkinson Hyperlegible Next Variable", "Segoe UI", "Helvetica Neue", sans-serif;
}
*, ::before, ::after { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--ground); color: var(--ink); overflow-wrap: break-word; }
header { padding: 0.5rem max(1rem, calc((100% - 75rem) / 2)); background: #08313e; }
header a { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; color: #f1f9fa; font-size: 1.25rem; font-weight: 700; text-decoration: none; }
main { max-width: 34rem; margin: clamp(1rem, 6vh, 4rem) auto; padding: clamp(1.25rem, 5vw, 2.25rem); background: var(--raised); border: 1px solid var(--line); border-radius: 1.125rem; }
@media (max-width: 38rem) { main { margin: 0; border: 0; border-radius: 0; min-height: calc(100vh - 3.75rem); } }
h1 { margin: 0 0 1rem; font-size: clamp(1.625rem, 1.35rem + 1.2vw, 2.125rem); line-height: 1.15; letter-spacing: -0.015em; text-wrap: balance; }
p { margin: 0 0 1rem; text-wrap: pretty; }
a { color: var(--ice); }
label { display: block; margin: 1.5rem 0 0.25rem; font-weight: 650; }
input { width: 100%; min-height: 3rem; padding: 0.5rem 0.75rem; font: inherit; color: inherit; background: var(--raised); border: 1.5px solid var(--line-strong); border-radius: 0.625rem; }
input + p { margin: 0.25rem 0 0; color: var(--ink-soft); font-size: 0.9375rem; }
button, .main { display: inline-block; min-height: 3rem; margin-top: 1.5rem; padding: 0.625rem 1.5rem; font: inherit; font-weight: 650; line-height: 1.4; color: var(--on-ice); background: var(--ice); border: 0; border-radius: 0.625rem; text-decoration: none; cursor: pointer; }
.main { padding-block: 0.8125rem; }
code { padding: 0.125rem 0.375rem; background: var(--sunken); border-radius: 0.375rem; font-size: 1.0625rem; letter-spacing: 0.04em; }
ul { padding: 0; list-style: none; columns: 2 14rem; }
li { margin-bottom: 0.5rem; break-inside: avoid; }
.quiet { color: var(--ink-soft); font-size: 0.9375rem; }
.ways { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1.5rem; margin: 0; }
.ways a:not(.main) { display: inline-flex; align-items: center; min-height: 2.75rem; margin-top: 1.5rem; }
:focus-visible { outline: 3px solid var(--ice); outline-offset: 3px; }
header :focus-visible { outline-color: #7ad7ee; }
[role="alert"] { padding: 0.75rem 1rem; background: var(--alarm-wash); border-inline-start: 5px solid var(--alarm); border-radius: 0.375rem; }
`;
