import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BundlePiece, bundlePieces, NotABundle } from './bundle-pieces.ts';

const SEED = 20_260_302;

async function* chunks(text: string, sizes: readonly number[]): AsyncGenerator<Buffer> {
  const bytes = Buffer.from(text);
  for (let [at, n] = [0, 0]; at < bytes.length; n += 1) {
    const size = sizes.length === 0 ? bytes.length : Math.max(1, sizes[n % sizes.length] ?? 1);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function piecesOf(text: string, sizes: readonly number[] = [], most = 1_000_000): Promise<BundlePiece[]> {
  const pieces: BundlePiece[] = [];
  for await (const piece of bundlePieces(chunks(text, sizes), most)) pieces.push(piece);
  return pieces;
}

describe('a Bundle cut while it is read', () => {
  test('gives its entries and short members, whatever is in them and however its bytes arrive', async () => {
    const bundle = fc.record({ before: fc.object(), entry: fc.array(fc.jsonValue()), after: fc.jsonValue() });
    const indent = fc.constantFrom(undefined, 2, '\t');
    await fc.assert(
      fc.asyncProperty(bundle, indent, fc.array(fc.integer({ min: 1, max: 9 })), async (value, space, sizes) => {
        const text = JSON.stringify({ resourceType: 'Bundle', ...value }, undefined, space);
        const pieces = await piecesOf(text, sizes);
        const entries = pieces.flatMap((piece) => (piece.kind === 'entry' ? [String(piece.bytes)] : []));
        expect(entries.map((each) => JSON.parse(each))).toEqual(JSON.parse(text).entry);
        const members = pieces.flatMap((piece) => (piece.kind === 'member' ? [[piece.name, String(piece.bytes)]] : []));
        expect(members).toContainEqual(['resourceType', '"Bundle"']);
        for (const [name = '', member = ''] of members) {
          expect(JSON.parse(member)).toEqual(JSON.parse(text)[JSON.parse(`"${name}"`)]);
        }
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  test('that breaks off anywhere is none', async () => {
    const text = '{"type":"collection","entry":[{"a":"]}\\""},2,[3],"x"],"total":4}';
    for (let end = 0; end < text.length; end += 1) {
      await expect(piecesOf(text.slice(0, end)), text.slice(0, end)).rejects.toThrow(NotABundle);
    }
    expect(await piecesOf(text)).toHaveLength(6);
  });

  test.each(['[]', '"x"', '{"entry":[1]} x', '{"entry":[1],"entry":[2]}', '{entry:[1]}', '{"entry" [1]}'])(
    'does not take %s for one',
    async (text) => {
      await expect(piecesOf(text)).rejects.toThrow(NotABundle);
    },
  );

  test('gives an entry that is too long without its text, and goes on', async () => {
    const pieces = await piecesOf(`{"entry":["${'x'.repeat(50)}","y"]}`, [7], 20);
    expect(pieces.map((piece) => piece.bytes?.toString())).toEqual([undefined, '"y"']);
  });
});
