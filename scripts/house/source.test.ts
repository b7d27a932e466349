import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readSource } from './source.ts';

test('comments and strings are taken out of the code, and lines stay where they were', () => {
  const text = "const a = 'Date'; // Date\n/* Date\n */ const b = Date;\n";
  const { code, comments, strings } = readSource(text);
  expect(code.length).toBe(text.length);
  expect([...code.matchAll(/Date/g)].map((match) => code.slice(0, match.index).split('\n').length)).toEqual([3]);
  expect(comments.map((comment) => comment.text.trim())).toEqual(['Date', 'Date']);
  expect(strings).toEqual([{ start: 10, text: 'Date' }]);
});

test('what stands inside a template is code, what stands around it is not', () => {
  const { code } = readSource(`const a = \`Date \${Date.now({ a: \`\${"Date"}\` })} Date\` + Date;`);
  expect(code.match(/Date/g)).toHaveLength(2);
});

test('a quote inside a regular expression opens no string, and a division is not a regular expression', () => {
  const { code, strings } = readSource("const r = /['\"/]/.test(a); const q = a / b / Date; const s = 'x';");
  expect(code).toContain('Date');
  expect(strings.map((string) => string.text)).toEqual(['x']);
});

test('an apostrophe between tags hides nothing on the lines after it', () => {
  const { code } = readSource("<p>the patient's</p>\nDate.now();\n");
  expect(code).toContain('Date.now()');
});

test('an escaped quote does not close its string', () => {
  expect(readSource("const a = 'it\\'s Date'; Date;").code.match(/Date/g)).toHaveLength(1);
});

test('a comment, string or template that never closes ends with the text', () => {
  for (const text of ['/* Date', '`Date', `\`\${Date`, "'Date", '/'])
    expect(readSource(text).code.length).toBe(text.length);
});

interface Part {
  readonly text: string;
  readonly comments: readonly string[];
  readonly strings: readonly string[];
}
const part = (text: string, comments: readonly string[] = [], strings: readonly string[] = []): Part => ({
  text,
  comments,
  strings,
});

/** Words that hold every character which could lead the scanner astray. */
const words = fc.array(fc.constantFrom('Date', ' ', "\\'", '\\\\', '/*', '//', '`', '{', '}', '[', 'x'), {
  maxLength: 6,
});
const inQuotes = words.map((all) => all.join(''));
const inComment = words.map((all) => all.join('').replaceAll('/', '-'));
const inTemplate = inQuotes.map((text) => text.replaceAll('`', '"'));

const program = fc.letrec<{ part: Part; parts: Part }>((tie) => ({
  part: fc.oneof(
    fc.constantFrom('CODE;', 'const a = b / CODE / c;', 'x = { a: { b: CODE } };', '\n').map((text) => part(text)),
    fc.constantFrom('[/]', '\\/', "'", '`', '{').map((inside) => part(`y = /a${inside}b/.test(CODE);`)),
    inQuotes.map((text) => part(`z('${text}');`, [], [text])),
    inComment.map((text) => part(`/*${text}*/`, [text])),
    inComment.map((text) => part(`//${text}\n`, [text])),
    fc.tuple(inTemplate, tie('parts'), inTemplate).map(([before, { text, comments, strings }, after]) => ({
      text: `t(\`${before}\${${text}}${after}\`);`,
      comments,
      strings: [before, ...strings, after],
    })),
  ),
  parts: fc.array(tie('part'), { maxLength: 5, depthIdentifier: 'parts' }).map((all) => ({
    text: all.map(({ text }) => text).join(''),
    comments: all.flatMap(({ comments }) => comments),
    strings: all.flatMap(({ strings }) => strings),
  })),
}));

test('whatever is put together of code, comments, strings, templates and regular expressions is told apart again', () => {
  fc.assert(
    fc.property(program.parts, ({ text, comments, strings }) => {
      const source = readSource(text);
      expect(source.comments.map((comment) => comment.text)).toEqual(comments);
      expect(source.strings.map((string) => string.text)).toEqual(strings);
      expect(source.code.match(/CODE/g)?.length).toBe(text.match(/CODE/g)?.length);
      expect(source.code).not.toContain('Date');
      expect(source.code.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
    }),
    { seed: 20_261_122, numRuns: 2_000 },
  );
});
