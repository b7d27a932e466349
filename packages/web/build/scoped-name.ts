import { basename } from 'node:path';

/**
 * Names of CSS Modules' classes: `guide-page_hero`. Readable, and the same in the two builds that must agree, the one that renders
 * the guide and the one that makes its style sheet. Two style sheets of one name would clash, so a test forbids that.
 */
export const scopedName = (local: string, file: string): string =>
  `${basename(file.split('?')[0] ?? file, '.module.css')}_${local}`;
