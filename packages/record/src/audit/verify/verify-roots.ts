import type { KeyObject } from 'node:crypto';
import type { AuditRoot } from '../roots.ts';
import { isSignedBy } from '../roots.ts';
import type { TrailFolder } from '../trail-folder.ts';
import type { Findings } from './difference.ts';

/** Holds the signed roots against the seals, the keys, and the file beside the database. */
export function verifyRoots(
  roots: readonly AuditRoot[],
  sealHashes: ReadonlyMap<number, string>,
  keys: ReadonlyMap<string, KeyObject>,
  beside: Pick<TrailFolder, 'roots' | 'head'>,
  findings: Findings,
): void {
  let lastSeal = 0;
  for (const root of roots) {
    const key = keys.get(root.keyId);
    if (!key || !isSignedBy(root, key)) findings.found(`root/${root.day}`, 'root-unsigned');
    else if (sealHashes.get(root.seal) !== root.hash || root.seal <= lastSeal) {
      findings.found(`root/${root.day}`, 'root-changed');
    }
    lastSeal = root.seal;
  }
  const inDatabase = new Map(roots.map((root) => [root.day, root]));
  for (const kept of beside.roots()) {
    if (typeof kept === 'string') {
      findings.found('audit-roots.ndjson', 'root-changed');
      continue;
    }
    const root = inDatabase.get(kept.day);
    if (!root) findings.found(`root/${kept.day}`, 'root-missing');
    else if (!isSame(root, kept)) findings.found(`root/${kept.day}`, 'root-changed');
  }
  const head = beside.head();
  if (head && sealHashes.get(head.n) !== head.hash) {
    findings.found(`seal/${head.n}`, sealHashes.has(head.n) ? 'seal-broken' : 'seals-cut-off');
  }
}

const isSame = (one: AuditRoot, other: AuditRoot): boolean =>
  one.seal === other.seal && one.hash === other.hash && one.keyId === other.keyId && one.signature === other.signature;
