import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { instantOf } from '../src/clock/instant.ts';
import type { PatientRecord, RecordResource } from '../src/evidence/patient-record.ts';
import { type GivenAnswers, questionsOf, responseTo } from '../src/form/response.ts';
import type { Level } from '../src/protocol/protocol.ts';
import { advise } from '../src/triage/advise.ts';
import { defaultProtocol } from './protocol-files.ts';
import { cryoablation, PATIENT, siteCodings } from './toy-protocol.ts';

const protocol = defaultProtocol();
const form = protocol.forms.find(({ id }) => id === 'check-in');
if (!form) throw new Error('no check-in');

// H06: what an answer means, written a second time from clinic-page.txt ("When to contact a doctor immediately", "Reactions after the procedure") and
// evidence.md 4, and not from the plan. A sign is a code of the form; `worse` is the answer "worse than before".
const EMERGENCY: ReadonlySet<string> = new Set(
  [
    // "micturition disorders or impaired defecation", and what belongs to it: bladder, bowel, saddle, sexual function, both legs
    ['urine', 'stool', 'saddle', 'sexual', 'both-legs'],
    // fever with rigors, confusion, neck stiffness; uncontrolled bleeding, rapid swelling; new weakness
    ['rigors', 'confusion', 'stiff-neck', 'bleeding', 'rapid-swelling', 'weakness'],
    // dyspnoea, pleuritic pain, haemoptysis; the airway; thunderclap headache, focal signs
    ['short-of-breath', 'chest-pain', 'coughing-blood', 'swollen-throat', 'sudden-headache', 'stroke-signs'],
    // severe spinal pain on an anticoagulant; these records do not say that none is taken, and uncertainty escalates
    ['severe-back-pain'],
  ].flat(),
);
const SAME_DAY: ReadonlySet<string> = new Set(
  [
    // "fever or chills", "redness, swelling, or discharge", "severe numbness or weakness in the limbs"
    ['fever', 'chills', 'redness', 'swelling', 'discharge', 'severe-numbness', 'improving-weakness'],
    // skin white, black or blistered; spreading numbness; severe burning; cough; rash; positional headache; one-sided swelling; severe pain
    ['skin-damage', 'spreading-numbness', 'severe-burning', 'cough', 'rash', 'upright-headache', 'swollen-leg'],
    // what nobody foresaw
    ['something-else'],
  ].flat(),
);
const ROUTINE: ReadonlySet<string> = new Set(['bruise', 'burning', 'mild-headache']);
/** "Symptoms usually subside within a few days to 2 weeks." */
const SETTLING: ReadonlySet<string> = new Set(['tender', 'mild-numbness', 'distension']);
const OF_THE_NERVES = ['severe-numbness', 'spreading-numbness', 'improving-weakness'];

const ORDER: readonly Level[] = ['expected', 'routine', 'same-day', 'emergency'];
const graver = (a: Level, b: Level): Level => (ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b);

function levelOf(sign: string, day: number): Level {
  if (EMERGENCY.has(sign)) return 'emergency';
  // Weakness that outlasts the anaesthetic.
  if (sign === 'improving-weakness' && day > 0) return 'emergency';
  if (SAME_DAY.has(sign)) return 'same-day';
  if (ROUTINE.has(sign)) return 'routine';
  if (SETTLING.has(sign)) return day <= 14 ? 'expected' : 'routine';
  throw new Error(`The second table does not know "${sign}"`);
}

/** What the page and the evidence make of signs on a day. */
function table(signs: readonly string[], compared: string, day: number): Level {
  const own = signs.map((sign) => levelOf(sign, day)).reduce(graver, 'expected');
  const isPain = compared === 'worse' || signs.includes('severe-back-pain');
  const isNerve = signs.some((sign) => OF_THE_NERVES.includes(sign));
  const isFever = signs.includes('fever') || signs.includes('chills');
  if ((isPain || isFever) && isNerve) return 'emergency';
  const isFlare = compared === 'worse' && day >= 1 && day <= 5;
  return compared === 'worse' && !isFlare ? graver(own, 'same-day') : own;
}

const OF = { numbness: [], fever: [], site: [], 'bladder-bowel': [], other: [] } as Record<string, string[]>;
for (const { linkId, answerOption } of questionsOf(form)) {
  if (linkId in OF)
    OF[linkId] = (answerOption ?? []).map(({ valueCoding }) => valueCoding.code).filter((code) => code !== 'none');
}
const SIGNS = Object.entries(OF).flatMap(([question, codes]) => codes.map((code) => ({ question, code })));
const COMPARED = ['better', 'same', 'worse'] as const;

/** A check-in at four in the afternoon of a day; the procedure ended at ten in the morning of Monday. */
const checkIn = (signs: readonly { question: string; code: string }[], compared: string, day: number) => {
  const answers: Record<string, GivenAnswers[string]> = { pain: 4, compared };
  for (const question of Object.keys(OF)) {
    const codes = signs.filter((each) => each.question === question).map(({ code }) => code);
    answers[question] = codes.length > 0 ? codes : ['none'];
  }
  if (signs.some(({ code }) => code === 'something-else')) answers.words = 'a strange taste';
  const at = instantOf(new Date(Date.UTC(2026, 2, 2 + day, 15)).toISOString());
  return {
    at,
    response: responseTo(form, answers, { patient: PATIENT, at, status: 'completed' }) as unknown as RecordResource,
  };
};

const treated = (target: string): PatientRecord => ({
  patient: PATIENT,
  resources: [
    cryoablation('completed', {
      performedPeriod: { start: '2026-03-02T08:20:00Z', end: '2026-03-02T09:00:00Z' },
      bodySite: [{ coding: siteCodings(target, 'left') }],
    }),
  ],
});

const disagreements = (
  signs: readonly { question: string; code: string }[],
  compared: string,
  day: number,
  target: string,
): readonly string[] => {
  const { at, response } = checkIn(signs, compared, day);
  const codes = signs.map(({ code }) => code);
  const [found, wanted] = [advise(protocol, treated(target), response, at).level, table(codes, compared, day)];
  return found === wanted
    ? []
    : [`${target}, day ${day}, ${compared}, ${codes.join(' and ') || 'nothing'}: ${found}, not ${wanted}`];
};

const DAYS = [...Array.from({ length: 16 }, (_, day) => day), 30];

describe('H06: the advice agrees with a second table, on', () => {
  test(`each of ${SIGNS.length} signs alone, however the pain is, on every day and for every target`, () => {
    const targets = protocol.targets.map(({ id }) => id);
    const wrong = [undefined, ...SIGNS].flatMap((sign) =>
      COMPARED.flatMap((compared) =>
        DAYS.flatMap((day, index) =>
          disagreements(sign ? [sign] : [], compared, day, targets[(index + day) % targets.length] ?? ''),
        ),
      ),
    );
    expect(wrong).toEqual([]);
  });

  test('each pair of signs, on the day, in the flare, after it and after two weeks', () => {
    const pairs = SIGNS.flatMap((a, index) => SIGNS.slice(index + 1).map((b) => [a, b] as const));
    const wrong = pairs.flatMap((pair, index) =>
      [0, 3, 6, 15].flatMap((day) => disagreements(pair, COMPARED[(index + day) % 3] ?? 'worse', day, 'lumbar-facet')),
    );
    expect(wrong).toEqual([]);
  });

  test('any handful of signs (seed 20261126)', () => {
    fc.assert(
      fc.property(
        fc.subarray(SIGNS, { maxLength: 6 }),
        fc.constantFrom(...COMPARED),
        fc.constantFrom(...DAYS),
        fc.constantFrom(...protocol.targets.map(({ id }) => id)),
        (signs, compared, day, target) => {
          expect(disagreements(signs, compared, day, target)).toEqual([]);
        },
      ),
      { seed: 20_261_126, numRuns: 1500 },
    );
  });
});

describe('H06: a check-in that cannot be taken at its word escalates, and is never "expected":', () => {
  const { at, response } = checkIn([], 'better', 2);
  const items = response.item as readonly { readonly linkId: string }[];
  const adviseOn = (changed: object, record = treated('lumbar-facet')) =>
    advise(protocol, record, { ...response, ...changed } as RecordResource, at);
  const withItem = (linkId: string, item: object | undefined) => ({
    item: [...items.filter((each) => each.linkId !== linkId), ...(item ? [item] : [])],
  });

  test('but the same one, whole, is', () => {
    expect(adviseOn({})).toMatchObject({ level: 'expected', rules: [], day: 2 });
  });

  test.each(['pain', 'compared', ...Object.keys(OF)])('without an answer to "%s"', (linkId) => {
    expect(adviseOn(withItem(linkId, undefined))).toMatchObject({
      level: 'same-day',
      rules: [{ kind: 'unanswered', questions: [linkId] }],
    });
  });

  test.each(['compared', ...Object.keys(OF)])('with a code that "%s" does not have, or of another system', (linkId) => {
    const system = `urn:cryopath:form:check-in:${linkId}`;
    const coded = (...codings: readonly object[]) =>
      withItem(linkId, { linkId, answer: codings.map((valueCoding) => ({ valueCoding })) });
    expect(adviseOn(coded({ system, code: 'invented' })).level).toBe('same-day');
    expect(adviseOn(coded({ system: 'urn:other', code: 'none' })).level).toBe('same-day');
    expect(adviseOn(coded({ code: 'none' })).level).toBe('same-day');
    expect(adviseOn(coded({ system, code: 'none' }, { system, code: 'none' })).level).toBe('same-day');
    expect(adviseOn(withItem(linkId, { linkId, answer: [{ valueString: 'none' }] })).level).toBe('same-day');
    expect(adviseOn(withItem(linkId, { linkId, answer: [] })).level).toBe('same-day');
  });

  test.each([
    [
      '"none" ticked beside a sign',
      withItem('site', {
        linkId: 'site',
        answer: ['none', 'tender'].map((code) => ({
          valueCoding: { system: 'urn:cryopath:form:check-in:site', code },
        })),
      }),
    ],
    ['pain beyond the scale', withItem('pain', { linkId: 'pain', answer: [{ valueInteger: 11 }] })],
    ['half a point of pain', withItem('pain', { linkId: 'pain', answer: [{ valueDecimal: 4.5 }] })],
    ['two scores', withItem('pain', { linkId: 'pain', answer: [{ valueInteger: 1 }, { valueInteger: 9 }] })],
    ['a question that nobody asked', withItem('x', { linkId: 'rabies', answer: [{ valueBoolean: true }] })],
    ['a question answered twice', { item: [...items, items[0]] }],
    ['another version of the form', { questionnaire: `${form.url}|0.0.1` }],
    ['no version', { questionnaire: form.url }],
    ['another form', { questionnaire: 'urn:cryopath:form:diary|1' }],
    ['a state that is not finished', { status: 'in-progress' }],
    ['no time', { authored: undefined }],
    ['a time two days ahead', { authored: '2026-03-06T15:00:00Z' }],
    ['another patient', { subject: { reference: 'Patient/bert' } }],
    ['no items', { item: undefined }],
    ['items that are none', { item: 'all well' }],
    ['a pathway that is not there', { basedOn: [{ reference: 'CarePlan/none' }] }],
  ])('%s', (_, changed) => {
    expect(ORDER.indexOf(adviseOn(changed).level)).toBeGreaterThanOrEqual(ORDER.indexOf('same-day'));
  });

  test('worse pain when no procedure is on the record', () => {
    const worse = checkIn([], 'worse', 2).response;
    expect(advise(protocol, { patient: PATIENT, resources: [] }, worse, at).level).toBe('same-day');
  });

  test('a sign that is known does not hide a code that is not', () => {
    const system = 'urn:cryopath:form:check-in:site';
    const answer = ['tender', 'invented'].map((code) => ({ valueCoding: { system, code } }));
    expect(adviseOn(withItem('site', { linkId: 'site', answer })).level).toBe('same-day');
  });
});

test('a reaction explains nothing outside its days, though no other rule speaks of the answer', () => {
  const { triage, redFlags } = protocol;
  if (!triage) throw new Error('no triage');
  const bare = {
    ...protocol,
    redFlags: redFlags.filter(({ id }) => id !== 'rising-pain'),
    triage: { ...triage, routine: [], escalations: [] },
  };
  const levels = (sign: string | undefined, compared: string, days: readonly number[]) =>
    days.map((day) => {
      const { at, response } = checkIn(sign ? [{ question: 'site', code: sign }] : [], compared, day);
      return advise(bare, treated('lumbar-facet'), response, at).level;
    });
  expect(levels(undefined, 'worse', [0, 1, 5, 6])).toEqual(['same-day', 'expected', 'expected', 'same-day']);
  expect(levels('tender', 'same', [0, 14, 15])).toEqual(['expected', 'expected', 'same-day']);
});
