import { writeFileSync } from 'node:fs';
import { caseFiles, protocolFiles } from '../protocol-files.ts';
import { explanation } from './explanation.ts';
import { type Mutant, mutant, seeded } from './mutate.ts';
import { type Verdict, verdicts } from './verdict.ts';

// Damages the clinic's protocol in a thousand seeded ways, asks what finds each, and writes the answer down.
// `npm run campaign:protocol-mutants -- [how many] [seed]`

const count = Number(process.argv[2] ?? 1000);
const seed = Number(process.argv[3] ?? 20_261_126);
const files = { ...protocolFiles, ...caseFiles };
const random = seeded(seed);
const verdictOn = verdicts(files);
const found = new Map<Verdict, number>();
const survivors: Mutant[] = [];
const seen = new Set<string>();
for (let index = 0; index < count; ) {
  const damaged = mutant(files, random);
  const key = `${damaged.file}:${damaged.line}:${damaged.damage}`;
  if (seen.has(key)) continue;
  seen.add(key);
  index++;
  const verdict = verdictOn(damaged);
  found.set(verdict, (found.get(verdict) ?? 0) + 1);
  if (verdict === 'survives') survivors.push(damaged);
  if (index % 20 === 0) process.stderr.write(`\r${index} of ${count}, ${survivors.length} survive`);
}
process.stderr.write('\n');

const of = (verdict: Verdict) => found.get(verdict) ?? 0;
const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ');
const rows = survivors
  .toSorted((a, b) => a.file.localeCompare(b.file) || a.line - b.line)
  .map((each) => `| ${each.file}:${each.line} | ${cell(each.damage)} | ${explanation(each)} |`);
writeFileSync(
  new URL('../../../../docs/protocol-mutants.md', import.meta.url),
  `# Damaged protocols, and what finds them

\`npm run campaign:protocol-mutants\` damages the clinic's protocol in ${count} seeded ways (seed ${seed}): a number moved, a condition turned round, a key misspelt, an entry
left out, a file cut in two; one damage at a time, in any file but the cases, six of ten in the plan, triage, library, policy and targets.

| Found by | Damages |
|---|---|
| the compiler, at file and line | ${of('compiler')} |
| the rest of \`cryopath protocol check\` | ${of('check')} |
| the cases | ${of('cases')} |
| nothing: the protocol is the same (a default spelt out, another spelling) | ${of('alike')} |
| **nothing: it survives** | **${of('survives')}** |

## What survives

| Place | Damage | Why nothing finds it |
|---|---|---|
${rows.join('\n')}
`,
);
