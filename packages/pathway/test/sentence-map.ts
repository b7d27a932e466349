import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Protocol } from '../src/protocol/protocol.ts';
import type { QuestionnaireItem } from '../src/protocol/questionnaire.ts';
import { caseFiles, protocolFiles } from './protocol-files.ts';

/** One sentence of the clinic's page, and the places of the protocol that carry it: source/sentences.yaml. */
export interface MappedSentence {
  readonly says: string;
  readonly control?: string;
  readonly guide?: Readonly<Record<string, string>>;
  readonly [kind: string]: unknown;
}

const folder = new URL('../../../protocols/cryoablation/source/', import.meta.url);
export const pageText = readFileSync(new URL('clinic-page.txt', folder), 'utf8');
export const evidenceText = readFileSync(new URL('evidence.md', folder), 'utf8');
export const readSentences = (): readonly MappedSentence[] =>
  (parse(protocolFiles['source/sentences.yaml'] ?? '') as { readonly sentences: MappedSentence[] }).sentences;

/** Headings, sentences and bullets of the page, in order. A sentence ends before a capital letter, so "(e.g., hernias" does not. */
export const sentencesOf = (page: string): readonly string[] =>
  page
    .split('\n')
    .map((line) => line.trim().replace(/^•\s*/, ''))
    .filter((line) => line !== '')
    .flatMap((line) => line.split(/(?<=[.!?:])\s+(?=\p{Lu})/u));

/** Every place that a sentence may name, by kind. */
export function placesOf(protocol: Protocol): Readonly<Record<string, ReadonlySet<string>>> {
  const items = (all: readonly QuestionnaireItem[]): readonly QuestionnaireItem[] =>
    all.flatMap((item) => [item, ...items(item.item ?? [])]);
  const conditions = [
    ...protocol.steps.flatMap(({ gate, applies }) => [...gate, ...applies]),
    ...protocol.windows.flatMap(({ until }) => until),
  ];
  return {
    texts: new Set(textIds().keys()),
    actions: new Set(
      [...protocol.stages, ...protocol.steps, ...protocol.windows, ...protocol.redFlags].map(({ id }) => id),
    ),
    gates: new Set(conditions.map(({ name }) => name)),
    rules: new Set(
      [
        ...protocol.redFlags.flatMap(({ rules }) => rules),
        ...protocol.windows.flatMap(({ explains }) => explains),
        ...(protocol.triage?.routine ?? []),
        ...(protocol.triage?.escalations ?? []),
      ].map(({ name }) => name),
    ),
    forms: new Set(
      protocol.forms.flatMap((form) => [form.id, ...items(form.item).map(({ linkId }) => `${form.id}.${linkId}`)]),
    ),
    policy: new Set(protocol.policy.map(({ id }) => id)),
    indications: new Set(protocol.indications.map(({ id }) => id)),
    targets: new Set(protocol.targets.map(({ id }) => id)),
    cases: new Set(Object.keys(caseFiles).map((name) => name.slice('cases/'.length))),
  };
}

/** The English texts by id, as they are written. */
export function textIds(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (prefix: string, value: unknown) => {
    if (typeof value === 'string') found.set(prefix, value);
    else for (const [key, child] of Object.entries(value as object)) walk(prefix ? `${prefix}.${key}` : key, child);
  };
  walk('', parse(protocolFiles['texts/en.yaml'] ?? ''));
  return found;
}

/** The words of a sentence, and of a text with its numbers from the policy, so that the two compare. */
export function wordsOf(text: string, protocol: Protocol): readonly string[] {
  const plural = text.replace(/\{[^{}|]*\|([^{}]*)\}/g, (_, forms: string) => forms.replaceAll('|', ' '));
  const filled = plural.replace(/\{(\w+)(?:\.(low|high))?\}/g, (_, id: string, end: 'low' | 'high' | undefined) =>
    String(protocol.policy.find((each) => each.id === id)?.[end ?? 'low']),
  );
  return (
    filled
      .toLowerCase()
      .replaceAll('anaesth', 'anesth')
      .replaceAll(/x[ -]?ray/g, 'xray')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
