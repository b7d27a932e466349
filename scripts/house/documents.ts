import { posix } from 'node:path';
import { type Finding, lineAt } from './finding.ts';
import type { Tree } from './tree.ts';

interface Mention {
  readonly index: number;
  readonly text: string;
}

/** What a document leads to is there: files and headings behind links, files named in the text, commands. */
export function checkDocuments(tree: Tree): Finding[] {
  return tree.paths
    .filter((path) => path.endsWith('.md'))
    .flatMap((file) => {
      const text = tree.text(file);
      const finding = ({ index }: Mention, message: string) => ({ file, line: lineAt(text, index), message });
      return [
        ...linksIn(text).flatMap((link) => {
          const objection = deadLink(tree, file, link.text);
          return objection === undefined ? [] : [finding(link, objection)];
        }),
        ...filesIn(text)
          .filter((named) => !tree.has(named.text))
          .map((named) => finding(named, `names ${named.text}, which is not there`)),
        ...commandsIn(text)
          .filter(({ text: script, workspace }) => !scriptsOf(tree, workspace).includes(script))
          .map((command) => finding(command, `npm run ${command.text} does not exist`)),
      ];
    });
}

/** Markdown links and images, and those written in HTML, outside of code. */
function linksIn(text: string): Mention[] {
  const prose = text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, ' '));
  const markdown = [...prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g)];
  const html = [...prose.matchAll(/<(?:a|img|source)\b[^>]*?\s(?:href|src|srcset)="([^"]+)"/g)];
  return [...markdown, ...html].map((match) => ({ index: match.index, text: match[1] ?? '' }));
}

function deadLink(tree: Tree, file: string, link: string): string | undefined {
  if (/^[a-z][a-z+.-]*:/i.test(link)) return undefined;
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? file : posix.join(posix.dirname(file), decodeURI(path));
  if (!tree.has(target.replace(/\/$/, ''))) return `leads to ${target}, which is not there`;
  if (anchor === undefined || !target.endsWith('.md') || headings(tree.text(target)).includes(anchor)) return undefined;
  return `leads to #${anchor}, which ${target} does not have`;
}

/** Headings as a link names them: in small letters, punctuation dropped, spaces as hyphens. */
const headings = (text: string): string[] =>
  [...text.matchAll(/^#{1,6}\s+(.+?)\s*$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

/** Files named between backticks from the root of the repository. Patterns and places to be filled in are left alone. */
const filesIn = (text: string): Mention[] =>
  [...text.matchAll(/`((?:packages|protocols|scripts|docs|bench|e2e)\/[^`\s*<>{}…]+)`/g)].map((match) => ({
    index: match.index,
    text: (match[1] ?? '').replace(/(?:#.*|:\d+|\/)$/, ''),
  }));

function commandsIn(text: string): (Mention & { workspace: string | undefined })[] {
  return [...text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)(?: -w (\S+?))?(?=[\s`.,;)]|$)/gm)].map((match) => ({
    index: match.index,
    text: match[1] ?? '',
    workspace: match[2],
  }));
}

function scriptsOf(tree: Tree, workspace: string | undefined): string[] {
  const path =
    workspace === undefined ? 'package.json' : `${workspace.replace('@cryopath/', 'packages/')}/package.json`;
  if (!tree.has(path)) return [];
  return Object.keys((JSON.parse(tree.text(path)) as { scripts?: object }).scripts ?? {});
}
