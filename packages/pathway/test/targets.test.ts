import { describe, expect, test } from 'vitest';
import { compileProtocol } from '../src/protocol/compile.ts';
import { describeFault } from '../src/protocol/fault.ts';
import { defaultProtocol, protocolFiles } from './protocol-files.ts';

const { targets, indications } = defaultProtocol();

describe('the targets', () => {
  test('serve every indication of the clinic’s page', () => {
    const served = new Set(targets.flatMap((target) => target.indications));
    expect(indications.map(({ id }) => id).filter((id) => !served.has(id))).toEqual([]);
  });

  test('have the block rules of the evidence, which the clinic has to sign', () => {
    const rules = targets.map(({ id, block }) => `${id}: ${block.minimumRelief} % ${block.blocks}`);
    expect(rules).toEqual([
      'lumbar-facet: 50 % single',
      'thoracic-facet: 80 % dual',
      'cervical-facet: 50 % single',
      'third-occipital: 50 % single',
      'sacroiliac: 50 % single',
      'genicular: 50 % single',
      'hip: 50 % dual',
      'intercostal: 50 % single',
      'ilioinguinal: 50 % single',
      'greater-occipital: 50 % single',
    ]);
    expect(new Set(targets.map(({ block }) => block.signature))).toEqual(new Set(["needs the clinic's sign-off"]));
  });

  test('are written in Polish with Th for the thoracic spine', () => {
    const levels = targets.find(({ id }) => id === 'thoracic-facet')?.levels;
    expect(levels?.at(-1)).toEqual({ id: 'T12/L1', title: { en: 'T12/L1', pl: 'Th12/L1' } });
  });

  test.each([
    ['minimumRelief: 80', 'minimumRelief: 0', 'Relief is from 1 to 100 %'],
    ['blocks: dual', 'blocks: triple', 'Expected one of single, dual'],
    ['scoredAt: { from: 30, to: 60 }', 'scoredAt: { from: 60, to: 30 }', 'do not run forward'],
    ['id: thoracic-facet', 'id: lumbar-facet', '"lumbar-facet" stands twice'],
    ['indications: [knee, post', 'indications: [elbow, post', '"elbow" is no indication'],
    ['indications: [hip, post', 'indications: [post', '"hip" has no target'],
    ['L4/L5, L5/S1', 'L4/L5, L4/L5', '"L4/L5" stands twice'],
    ['low: 1.5, high: 2.5', 'low: 2.5, high: 1.5', 'do not run upwards'],
  ])('with %s changed to %s are refused at their line', (from, to, message) => {
    const text = protocolFiles['targets.yaml'] ?? '';
    expect(text).toContain(from);
    const compiled = compileProtocol({ ...protocolFiles, 'targets.yaml': text.replace(from, to) });
    const faults = compiled.ok ? [] : compiled.faults.map(describeFault);
    expect(faults.filter((fault) => fault.startsWith('targets.yaml:') && fault.includes(message))).not.toEqual([]);
  });
});
