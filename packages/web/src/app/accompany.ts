import { keepFocus } from './focus-keeper.ts';
import { titlePages } from './page-title.ts';

/** What goes with a reader from page to page. It comes behind the first page, which is read and used before anything on it can go away. */
export function accompany(): void {
  keepFocus();
  titlePages();
}
