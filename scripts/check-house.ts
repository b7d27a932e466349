/** What the house asks of itself, beyond types and lint: one line a finding, and exit code 1 when there is one. */
import { join } from 'node:path';
import { checkArrows } from './house/arrows.ts';
import { checkCycles } from './house/cycles.ts';
import { checkDocuments } from './house/documents.ts';
import { printed } from './house/finding.ts';
import { checkInstallScripts } from './house/install-scripts.ts';
import { checkLedgers } from './house/ledger.ts';
import { checkLicences } from './house/licences.ts';
import { checkPlaces } from './house/places.ts';
import { checkPurity } from './house/purity.ts';
import { checkSpecs } from './house/spec.ts';
import { checkTestHabits } from './house/test-habits.ts';
import { treeOnDisk } from './house/tree.ts';

const tree = treeOnDisk(join(import.meta.dirname, '..'));
const findings = [
  ...checkArrows(tree),
  ...checkCycles(tree),
  ...checkPurity(tree),
  ...checkLedgers(tree),
  ...checkSpecs(tree),
  ...checkDocuments(tree),
  ...checkPlaces(tree),
  ...checkTestHabits(tree),
  ...checkLicences(tree),
  ...checkInstallScripts(tree),
];
for (const finding of findings) console.error(printed(finding));
if (findings.length > 0) {
  console.error(`${findings.length} ${findings.length === 1 ? 'thing is' : 'things are'} not as the house asks.`);
  process.exitCode = 1;
}
