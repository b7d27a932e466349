/** Something in the house that is not as it should be: where, and in words that tell what to do. */
export interface Finding {
  /** Path from the root of the repository, with forward slashes. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly message: string;
}

/** `file:line  message`, so that a terminal or an editor can jump to it. */
export const printed = ({ file, line, message }: Finding): string => `${file}:${line}  ${message}`;

/** The line, counted from 1, on which the character at `index` of `text` stands. */
export function lineAt(text: string, index: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < index; at = text.indexOf('\n', at + 1)) line += 1;
  return line;
}
