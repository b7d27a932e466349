import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Line, linesOf } from './lines.ts';

const SEED = 20_260_302;

async function linesIn(chunks: readonly string[], most = 1_000): Promise<Line[]> {
  async function* bytes(): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  }
  const lines: Line[] = [];
  for await (const line of linesOf(bytes(), most)) lines.push(line);
  return lines;
}

test('lines are those of the whole text, however its bytes arrive', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-ż\n]{0,8}$/)), async (chunks) => {
      const expected = chunks.join('').split('\n');
      if (expected.at(-1) === '') expected.pop();
      const lines = await linesIn(chunks);
      expect(lines.map(({ bytes }) => bytes?.toString())).toEqual(expected);
      expect(lines.map(({ number }) => number)).toEqual(expected.map((_, index) => index + 1));
    }),
    { seed: SEED },
  );
});

test('a line that is too long is given without its text, and the next one with it', async () => {
  const lines = await linesIn(['a'.repeat(8), 'b\ncc', '\n'], 8);
  expect(lines.map(({ bytes }) => bytes?.toString())).toEqual([undefined, 'cc']);
});
