/** The style of the pages of sign-in: a file of its own, since the content security policy allows none within a page. */
export const PAGE_CSS = `
:root { color-scheme: light dark; font: 112.5%/1.5 system-ui, sans-serif; }
body { margin: 0; }
main { max-width: 26rem; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; line-height: 1.2; }
label { display: block; margin: 1rem 0 0.25rem; font-weight: 600; }
input { box-sizing: border-box; width: 100%; min-height: 3rem; padding: 0.5rem; font: inherit; border: 2px solid; border-radius: 0.5rem; }
button { min-height: 3rem; margin-top: 1.5rem; padding: 0.5rem 1.5rem; font: inherit; font-weight: 600; color: #fff; background: #0b5568; border: 0; border-radius: 0.5rem; }
:focus-visible { outline: 3px solid #1f8fa8; outline-offset: 2px; }
[role="alert"] { padding: 0.75rem 1rem; border-left: 0.3rem solid #b3261e; }
`;
