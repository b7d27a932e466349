/** A line of a text in UTF-8, without its end. */
export interface Line {
  /** Counted from 1. */
  readonly number: number;
  /** Undefined when it is longer than may be read. */
  readonly bytes: Buffer | undefined;
}

/**
 * The lines of a stream of bytes, however its chunks fall. Never holds more than one line, nor more of it than `most` bytes: a longer one is given
 * without its text.
 */
export async function* linesOf(chunks: AsyncIterable<Buffer>, most: number): AsyncGenerator<Line> {
  let parts: Buffer[] = [];
  let length = 0;
  let number = 1;
  const keep = (part: Buffer) => {
    length += part.length;
    if (length <= most) parts.push(part);
    else parts = [];
  };
  const line = (): Line => ({ number, bytes: length > most ? undefined : Buffer.concat(parts) });
  for await (const chunk of chunks) {
    let from = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, from)) {
      keep(chunk.subarray(from, end));
      yield line();
      parts = [];
      length = 0;
      number += 1;
      from = end + 1;
    }
    if (from < chunk.length) keep(chunk.subarray(from));
  }
  if (length > 0) yield line();
}

const NEWLINE = 0x0a;
