/**
 * The window is titled by the page that it shows (WCAG 2.4.2), in the page's language: by the way that is open, the step, or the page's own name. Never by whose
 * chart it is: titles stand in the browser's history and on a screen that is shared (H16).
 */
export function titlePages(): void {
  const product = document.title;
  const title = () => {
    const name = NAMES.map((place) => document.querySelector(place)?.textContent?.trim()).find((each) => each);
    const titled = name === undefined ? product : `${name} · ${product}`;
    if (document.title !== titled) document.title = titled;
  };
  new MutationObserver(title).observe(document.body, { childList: true, subtree: true, characterData: true });
  title();
}

/** From the one that says most. The `h1` of a chart is a person's name, and is none of them. */
const NAMES = ['header nav [aria-current="page"]', '#step', '#rail', '#content h1:not([data-person])'];
