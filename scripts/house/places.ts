import { type Finding, lineAt } from './finding.ts';
import type { Tree } from './tree.ts';

/** Whatever the product needs comes through the package registry that the machine is set to, and from nowhere else. */
const DOWNLOADS =
  /\b(?:registry\.(?:npmjs\.org|yarnpkg\.com|npmmirror\.com)|npm\.pkg\.github\.com|nodejs\.org\/(?:dist|download)|github\.com\/[\w.-]+\/[\w.-]+\/releases\/download|raw\.githubusercontent\.com|codeload\.github\.com|unpkg\.com|cdn\.jsdelivr\.net|esm\.sh|fonts\.(?:googleapis|gstatic)\.com|storage\.googleapis\.com|cdn\.playwright\.dev|repo\d?\.maven)\b/g;

/** A path of somebody's machine: it leads nowhere on another one. */
const MACHINE = /(?<![\w.$}@-])(?:\/(?:home|Users|root|work)\/[\w.-]+|[A-Z]:\\Users\\)/g;

const TEXT = /\.(?:tsx?|md|ya?ml|json|css|html|svg|sql|sh)$|^\.ci\/|^\.\w+rc$/;

/** Neither texts nor sources name a host to download from, or a path of one machine; the lockfile is tied to no host. */
export function checkPlaces(tree: Tree): Finding[] {
  const named = tree.paths.filter(isOurText).flatMap((file) => {
    const text = tree.text(file);
    const found = (pattern: RegExp, what: string) =>
      [...text.matchAll(pattern)].map((match) => ({
        file,
        line: lineAt(text, match.index),
        message: `${what} ${match[0]}`,
      }));
    return [...found(DOWNLOADS, 'names a host to download from:'), ...found(MACHINE, 'names a path of one machine:')];
  });
  return [...named, ...locked(tree)];
}

/** Lockfile and compiled definitions are looked at elsewhere or come from the standard; this check's own examples are its own. */
const isOurText = (path: string): boolean =>
  TEXT.test(path) &&
  path !== 'package-lock.json' &&
  !path.includes('/definitions/') &&
  path !== 'scripts/house/places.test.ts';

function locked(tree: Tree): Finding[] {
  const file = 'package-lock.json';
  if (!tree.has(file)) return [];
  const text = tree.text(file);
  return [...text.matchAll(/"resolved": "((?:https?|git|ssh)[^"]*)"/g)].map((match) => ({
    file,
    line: lineAt(text, match.index),
    message: `ties a package to ${match[1]}: install with omit-lockfile-registry-resolved`,
  }));
}
