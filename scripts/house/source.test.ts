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
