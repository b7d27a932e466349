/** A comment or a string of a source text. */
export interface Piece {
  /** Index of its first character, delimiter included. */
  readonly start: number;
  /** Its text without delimiters. */
  readonly text: string;
}

/** A TypeScript source, taken apart as far as the checks need it: what runs, what is said beside it, what is quoted. */
export interface Source {
  /** As long as the original, with the insides of comments, strings and regular expressions blanked. */
  readonly code: string;
  readonly comments: readonly Piece[];
  readonly strings: readonly Piece[];
}

/** After one of these a slash begins a regular expression; after anything else it divides. `<` is left out: `</p>`. */
const BEFORE_REGEX = /(?:^|[=([{,;:!&|?+\-*%>~^}]|\b(?:return|typeof|case|in|of|void|yield|await|else))\s*$/;

/**
 * Takes a source apart in one pass. It is a scanner, not a parser: text between JSX tags is read as code, and a quote there
 * that does not close on its line is taken for an apostrophe.
 */
export function readSource(text: string): Source {
  const code = text.split('');
  const comments: Piece[] = [];
  const strings: Piece[] = [];
  /** Depth of braces inside each open `${`; the template goes on when it falls below zero. */
  const templates: number[] = [];
  let at = 0;

  const blank = (from: number, to: number) => {
    for (let i = from; i < Math.min(to, code.length); i += 1) if (code[i] !== '\n') code[i] = ' ';
  };
  const comment = (end: number, close: number) => {
    comments.push({ start: at, text: text.slice(at + 2, end) });
    blank(at, end + close);
    at = end + close;
  };
  const template = () => {
    const start = at;
    at += 1;
    while (at < text.length && text[at] !== '`' && !text.startsWith('${', at)) at += text[at] === '\\' ? 2 : 1;
    strings.push({ start, text: text.slice(start + 1, at) });
    blank(start + 1, at);
    if (text[at] === '`') at += 1;
    else {
      templates.push(0);
      at += 2;
    }
  };

  while (at < text.length) {
    const char = text[at];
    if (text.startsWith('//', at)) comment(endOr(text, '\n', at), 0);
    else if (text.startsWith('/*', at)) comment(endOr(text, '*/', at + 2), 2);
    else if (char === '`') template();
    else if (char === "'" || char === '"') {
      const end = closing(text, at, char);
      if (end !== undefined) {
        strings.push({ start: at, text: text.slice(at + 1, end) });
        blank(at + 1, end);
      }
      at = (end ?? at) + 1;
    } else if (char === '/' && BEFORE_REGEX.test(code.slice(Math.max(0, at - 24), at).join(''))) {
      const end = closing(text, at, '/');
      if (end !== undefined) blank(at + 1, end);
      at = (end ?? at) + 1;
    } else if ((char === '{' || char === '}') && templates.length > 0) {
      const depth = (templates.pop() ?? 0) + (char === '{' ? 1 : -1);
      if (depth < 0) template();
      else {
        templates.push(depth);
        at += 1;
      }
    } else at += 1;
  }
  return { code: code.join(''), comments, strings };
}

function endOr(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from);
  return end === -1 ? text.length : end;
}

/** Where a string or regular expression that opens at `open` closes, on the same line; undefined when it does not. */
function closing(text: string, open: number, mark: string): number | undefined {
  let inClass = false;
  for (let at = open + 1; at < text.length && text[at] !== '\n'; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (mark === '/' && char === '[') inClass = true;
    else if (mark === '/' && char === ']') inClass = false;
    else if (char === mark && !inClass) return at;
  }
  return undefined;
}
