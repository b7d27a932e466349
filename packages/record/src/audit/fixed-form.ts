/**
 * One part of what is hashed: its UTF-8 text, preceded by the number of its bytes in decimal and a colon (a "netstring" without the comma). Parts that follow
 * one another can be told apart whatever they hold, so that no two different things are hashed as the same bytes.
 */
export const field = (text: string | number): string => {
  const part = String(text);
  return `${Buffer.byteLength(part)}:${part}`;
};
