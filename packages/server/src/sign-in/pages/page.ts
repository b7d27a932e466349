import type { Language } from '@cryopath/fhir';

/** A page of sign-in: it works without a script, on any telephone, before anybody is known. Texts are given escaped. */
export const page = (language: Language, title: string, content: string): string => `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · Cryopath</title>
<link rel="stylesheet" href="/sign-in/page.css">
</head>
<body>
<main>
<h1>${title}</h1>
${content}
</main>
</body>
</html>
`;

export const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
