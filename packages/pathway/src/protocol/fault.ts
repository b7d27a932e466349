/** What is wrong with a protocol, at the place where a person mends it. */
export interface Fault {
  /** Path of the file inside the protocol's folder: `texts/pl.yaml`. */
  readonly file: string;
  /** Line, from 1. */
  readonly line: number;
  /** For the person who writes protocols; English, because protocols are written in it. */
  readonly message: string;
}

export const describeFault = ({ file, line, message }: Fault): string => `${file}:${line}: ${message}`;
