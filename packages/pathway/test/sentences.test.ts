import { describe, expect, test } from 'vitest';
import { defaultProtocol, protocolFiles } from './protocol-files.ts';
import { evidenceText, pageText, placesOf, readSentences, sentencesOf, textIds, wordsOf } from './sentence-map.ts';

const protocol = defaultProtocol();
const sentences = readSentences();
const places = placesOf(protocol);
const texts = textIds();

/** Everything that is wrong with one entry of the map. */
function faultsOf(entry: (typeof sentences)[number]): readonly string[] {
  const { says, control, guide, ...named } = entry;
  if (control !== undefined) return Object.keys(named).length > 0 || guide ? [`${says}: a control has no places`] : [];
  const faults: string[] = [];
  let found = 0;
  for (const [kind, ids] of Object.entries(named)) {
    const known = places[kind];
    if (!known || !Array.isArray(ids)) {
      faults.push(`${says}: no kind of place is called ${kind}`);
      continue;
    }
    for (const id of ids) {
      if (known.has(id)) found++;
      else faults.push(`${says}: ${kind} has no ${id}`);
    }
  }
  for (const [step, by] of Object.entries(guide ?? {})) {
    const content = protocol.guide.sections.flatMap((section) => section.content);
    if (content.some((each) => each.kind === 'step' && each.id === step && each.by === by)) found++;
    else faults.push(`${says}: the guide's step ${step} is not by ${by}`);
  }
  return found === 0 ? [...faults, `${says}: has no place`] : faults;
}

describe('the clinic’s page', () => {
  test('has every sentence in the map, in its order, and the map has no other', () => {
    expect(sentences.map(({ says }) => says)).toEqual(sentencesOf(pageText));
  });

  test.each(sentences.map((each) => [each.says, each] as const))('has a place in the protocol for "%s"', (_, each) => {
    expect(faultsOf(each)).toEqual([]);
  });

  test('is said by the texts that the map names for it', () => {
    const unsaid = sentences.flatMap(({ says, texts: ids }) => {
      if (!Array.isArray(ids) || says === 'Etapy zabiegu') return [];
      const said = new Set(ids.flatMap((id) => wordsOf(texts.get(String(id)) ?? '', protocol)));
      const words = wordsOf(says.replace(/^STEP \d – /, ''), protocol);
      const missing = words.filter((word) => !said.has(word));
      return missing.length > 0 ? [`${says}: ${missing.join(' ')}`] : [];
    });
    expect(unsaid).toEqual([]);
  });

  test('would be missed: a sentence without a place, a place that is not there, a sentence that is new', () => {
    expect(faultsOf({ says: 'x', texts: [] })).toEqual(['x: has no place']);
    expect(faultsOf({ says: 'x', texts: ['guide.nowhere'] })).toEqual([
      'x: texts has no guide.nowhere',
      'x: has no place',
    ]);
    expect(faultsOf({ says: 'x', guide: { freezing: 'team' } })).toHaveLength(2);
    expect(sentencesOf(`${pageText}\nDo not swim.`)).not.toEqual(sentences.map(({ says }) => says));
  });

  test('stands behind every value that is signed by being on it', () => {
    const mapped = new Set(sentences.flatMap(({ policy }) => (Array.isArray(policy) ? policy : [])));
    const signed = protocol.policy.filter(({ signature }) => signature === "the clinic's page").map(({ id }) => id);
    expect(signed.filter((id) => !mapped.has(id))).toEqual([]);
  });
});

test('every section of the evidence that the protocol names as a source is there', () => {
  const sections = new Set([...evidenceText.matchAll(/^## (\d)\. /gm)].map(([, number]) => number));
  const named = Object.values(protocolFiles).flatMap((text) =>
    [...text.matchAll(/evidence\.md (\d)/g)].map(([, number]) => number),
  );
  expect(named.length).toBeGreaterThan(100);
  expect(named.filter((number) => !sections.has(number))).toEqual([]);
  const cited = Object.values(protocolFiles).flatMap((text) =>
    [...text.matchAll(/\bS(\d{1,2})\b(?=[^\n]*(?:sign-off|signature))/g)].map(([id]) => id),
  );
  expect(cited.filter((id) => !evidenceText.includes(id))).toEqual([]);
});

test('every value, target and block rule names its source and who stands for it', () => {
  const all = [
    ...protocol.policy,
    ...protocol.anticoagulants,
    ...protocol.targets,
    ...protocol.targets.map((target) => ({ ...target.block, id: target.id })),
  ];
  const signatures = ["the clinic's page", "needs the clinic's sign-off"];
  expect(
    all.filter(({ source, signature }) => source === '' || !signatures.includes(signature)).map(({ id }) => id),
  ).toEqual([]);
});
