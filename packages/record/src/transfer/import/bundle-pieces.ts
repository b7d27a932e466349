/** A part of a Bundle's text, cut out of it and not yet read: an entry, or another member of the Bundle that is a short text. */
export type BundlePiece =
  | { readonly kind: 'entry'; readonly index: number; readonly bytes: Buffer | undefined }
  | { readonly kind: 'member'; readonly name: string; readonly bytes: Buffer };

/** The text is not one JSON object, or ends before it does. */
export class NotABundle extends Error {}

/**
 * Cuts a Bundle into its entries while it is being read, so that one of a gigabyte takes no more memory than its largest entry.
 *
 * Works on bytes: in UTF-8 no byte of a longer character looks like one of JSON's marks. It finds where values begin and end and nothing more; whether they
 * are well formed is found out by whoever reads the pieces.
 *
 * @param most bytes of an entry; a longer one is given without its text.
 * @throws NotABundle
 */
export async function* bundlePieces(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<BundlePiece> {
  const cutter = createCutter(most);
  for await (const chunk of chunks) yield* cutter.cut(chunk);
  cutter.end();
}

/** Longest text of a member beside `entry` that anybody asks for: resourceType, type. */
const LONGEST_MEMBER = 1_000;

const [QUOTE, COMMA, COLON, BACKSLASH] = [0x22, 0x2c, 0x3a, 0x5c];
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [0x5b, 0x5d, 0x7b, 0x7d];

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
const isMark = (byte: number): boolean => byte === 0xef || byte === 0xbb || byte === 0xbf;

type State =
  /** Before the first brace. */
  | 'before'
  /** In the Bundle, where a name or its end is awaited. */
  | 'name'
  | 'colon'
  | 'value'
  /** In the list of entries, between two of them. */
  | 'entries'
  /** Inside a value that is being cut out. */
  | 'within'
  | 'after';

function createCutter(most: number) {
  let state: State = 'before';
  let inEntries = false;
  let name = '';
  let index = 0;
  /** Of the value that is being cut out: what was read of it in earlier chunks, and where it stands. */
  let parts: Buffer[] = [];
  let length = 0;
  let nesting = 0;
  let inText = false;
  let escaped = false;
  let isName = false;

  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= (inEntries ? most : LONGEST_MEMBER)) parts.push(part);
    else parts = [];
  };
  const taken = (): Buffer | undefined => {
    const bytes = length <= (inEntries ? most : LONGEST_MEMBER) ? Buffer.concat(parts) : undefined;
    parts = [];
    length = 0;
    return bytes;
  };
  const begin = (byte: number) => {
    state = 'within';
    nesting = byte === OPEN_LIST || byte === OPEN_OBJECT ? 1 : 0;
    inText = byte === QUOTE;
    escaped = false;
  };

  /** Moves over a value until it ends. @returns the place behind it, or -1 when it goes on in the next chunk. */
  const endWithin = (chunk: Buffer, start: number): number => {
    for (let at = start; at < chunk.length; at += 1) {
      const byte = chunk[at] as number;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) {
          inText = false;
          if (nesting === 0) return at + 1;
        }
      } else if (byte === QUOTE) inText = true;
      else if (byte === OPEN_LIST || byte === OPEN_OBJECT) nesting += 1;
      else if (byte === CLOSE_LIST || byte === CLOSE_OBJECT) {
        // Of a number or a word, the end of what it stands in is its own.
        if (nesting === 0) return at;
        nesting -= 1;
        if (nesting === 0) return at + 1;
      } else if (nesting === 0 && (byte === COMMA || isSpace(byte))) return at;
    }
    return -1;
  };

  /** What a finished value is; a name is kept for the value behind it. */
  const finished = (): BundlePiece | undefined => {
    const bytes = taken();
    if (isName) {
      name = bytes === undefined ? '' : bytes.toString('utf8');
      isName = false;
      state = 'colon';
      return undefined;
    }
    if (!inEntries) {
      state = 'name';
      return bytes && { kind: 'member', name: name.slice(1, -1), bytes };
    }
    state = 'entries';
    index += 1;
    return { kind: 'entry', index: index - 1, bytes };
  };

  /** A byte between values. @returns whether a value begins with it. */
  const between = (byte: number): boolean => {
    if (isSpace(byte)) return false;
    switch (state) {
      case 'before':
        if (byte === OPEN_OBJECT) state = 'name';
        else if (!isMark(byte)) throw new NotABundle();
        return false;
      case 'name':
        if (byte === CLOSE_OBJECT) state = 'after';
        else if (byte === QUOTE) isName = true;
        else if (byte !== COMMA) throw new NotABundle();
        return isName;
      case 'colon':
        if (byte !== COLON) throw new NotABundle();
        state = 'value';
        return false;
      case 'value':
        if (name !== '"entry"' || byte !== OPEN_LIST) return true;
        if (index > 0) throw new NotABundle();
        inEntries = true;
        state = 'entries';
        return false;
      case 'entries':
        if (byte === CLOSE_LIST) {
          inEntries = false;
          state = 'name';
          return false;
        }
        return byte !== COMMA;
      default:
        throw new NotABundle();
    }
  };

  return {
    *cut(chunk: Buffer): Generator<BundlePiece> {
      let at = 0;
      while (at < chunk.length) {
        let start = at;
        if (state !== 'within') {
          const byte = chunk[at] as number;
          at += 1;
          if (!between(byte)) continue;
          start = at - 1;
          begin(byte);
        }
        const end = endWithin(chunk, at);
        keep(chunk.subarray(start, end < 0 ? chunk.length : end));
        if (end < 0) return;
        at = end;
        const piece = finished();
        if (piece) yield piece;
      }
    },
    /** @throws NotABundle when the text broke off. */
    end() {
      if (state !== 'after') throw new NotABundle();
    },
  };
}
