import { questionsOf } from '../form/response.ts';
import { type Known, readExpression } from './plan-condition.ts';
import { readRules, TRIAGE_NAMES } from './plan-rule.ts';
import { type Escalation, LEVELS, type Triage, type TriageRule, UNREAD } from './protocol.ts';
import type { YamlPlace } from './yaml-place.ts';

/**
 * Reads triage.yaml: of every question of the check-in the answer that needs no word, findings that a routine visit looks at, and pairs
 * that mean more than each alone. Red flags and what reactions explain stand in the plan.
 *
 * @param rules those of the plan, which escalations speak of by name.
 */
export function readTriage(
  file: YamlPlace,
  rules: readonly TriageRule[],
  redFlags: ReadonlySet<string>,
  known: Known,
): Triage {
  file.only('form', 'untaken', 'unremarkable', 'routine', 'escalations');
  const names = new Set([...known.library.names, ...TRIAGE_NAMES]);
  const questions = known.checkIn ? questionsOf(known.checkIn).map(({ linkId }) => linkId) : [];
  const unremarkable = file
    .at('unremarkable')
    .items()
    .map((place) => {
      place.only('linkId', 'expression');
      const linkId = place.at('linkId').text();
      if (!questions.includes(linkId)) place.fault(`The check-in has no question "${linkId}"`);
      return { linkId, expression: readExpression(place, known, names) };
    });
  for (const linkId of questions) {
    const entries = unremarkable.filter((each) => each.linkId === linkId).length;
    if (entries !== 1)
      file.at('unremarkable').fault(`"${linkId}" needs one answer that needs no word, and has ${entries}`);
  }
  const routine = readRules(file.at('routine'), 'routine', known);
  const all = new Set([...rules, ...routine].map(({ name }) => name));
  const { texts } = known;
  const words = <Key extends string>(keys: readonly Key[], id: (key: Key) => string) =>
    Object.fromEntries(keys.map((key) => [key, texts.at(id(key), file)])) as Record<Key, ReturnType<typeof texts.at>>;
  const titles = words(LEVELS, (level) => `advice.${level}.title`);
  const acts = words(LEVELS, (level) => `advice.${level}.act`);
  return {
    form: file.at('form').text(),
    untaken: readUntaken(file.optional('untaken'), known),
    unremarkable,
    routine,
    escalations: file
      .at('escalations')
      .items()
      .map((place) => readEscalation(place, all, redFlags, known)),
    advice: Object.fromEntries(
      LEVELS.map((level) => [level, { title: titles[level], act: acts[level] }]),
    ) as Triage['advice'],
    unread: words(UNREAD, (key) => `triage.${key}`),
  };
}

/** Of a protocol that says nothing: hazard H07. */
const USUAL = { warns: 5, calls: 15 } as const;

/** `untaken: { warns: <value of policy.yaml>, calls: <value of policy.yaml> }`, both in minutes. */
function readUntaken(place: YamlPlace | undefined, { policy }: Known): Triage['untaken'] {
  if (!place) return USUAL;
  place.only('warns', 'calls');
  const minutes = (key: 'warns' | 'calls') => {
    const id = place.at(key).text();
    const value = policy.find((each) => each.id === id);
    if (value?.unit === 'min' && value.low === value.high && value.low > 0) return value.low;
    place.at(key).fault(`"${id}" is no number of minutes of policy.yaml`);
    return USUAL[key];
  };
  const [warns, calls] = [minutes('warns'), minutes('calls')];
  if (calls < warns) place.at('calls').fault('Somebody is called before anybody is warned');
  return { warns, calls };
}

function readEscalation(
  place: YamlPlace,
  rules: ReadonlySet<string>,
  redFlags: ReadonlySet<string>,
  { texts }: Known,
): Escalation {
  place.only('name', 'grade', 'all', 'any', 'redFlag');
  const named = (list: YamlPlace | undefined) =>
    (list?.items() ?? []).map((each) => {
      if (!rules.has(each.text())) each.fault(`There is no rule "${each.text()}"`);
      return each.text();
    });
  const name = place.at('name').text();
  const redFlag = place.optional('redFlag');
  if (redFlag && !redFlags.has(redFlag.text())) redFlag.fault(`There is no red flag "${redFlag.text()}"`);
  const [all, any] = [named(place.at('all')), named(place.optional('any'))];
  if (all.length === 0) place.fault('An escalation of nothing');
  return {
    name,
    title: texts.at(`triage.${name}`, place),
    level: place.at('grade').oneOf('emergency', 'same-day'),
    all,
    any,
    ...(redFlag ? { redFlag: redFlag.text() } : {}),
  };
}
