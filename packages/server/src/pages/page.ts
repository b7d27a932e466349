import type { Language } from '@cryopath/fhir';

/** A page that the server writes itself: it works without a script, on any telephone, before anybody is known. Texts are given escaped. */
export const page = (language: Language, title: string, content: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Cryopath</title>
<link rel="stylesheet" href="/sign-in/page.css">
</head>
<body>
<header><a href="/${language}/">${MARK}Cryopath</a></header>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

/** A nerve that runs into a crystal, as in `packages/web/src/design/mark.tsx`. */
const MARK = `<svg viewBox="0 0 40 40" width="32" height="32" fill="none" stroke-linecap="round" aria-hidden="true" focusable="false"><path d="M2 30 C 8 30 10 22 16 21" stroke="#ff9a62" stroke-width="3.5"/><path d="M26 8 V 32 M15.6 14 L 36.4 26 M15.6 26 L 36.4 14" stroke="#7ad7ee" stroke-width="3"/></svg>`;

/**
 * Headers of such a page. On these the browser may name our own address to ourselves: with `no-referrer` it would send a form under the origin `null`, like a
 * stranger's (Fetch, "append a request Origin header"). Other sites still learn nothing: the pages link to none, and the policy ends at our origin.
 */
export const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'referrer-policy': 'same-origin',
  'x-robots-tag': 'noindex',
};

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
