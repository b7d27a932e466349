import type { Offset, PolicyValue, Protocol, Text } from '../protocol/protocol.ts';
import { words } from './change-words.ts';

/** One thing that a new version of a protocol changes, in the clinic's words. */
export interface ProtocolChange {
  readonly part: keyof typeof words.part;
  /** The id of what changed, as the files spell it. */
  readonly id: string;
  readonly text: Text;
}

type Named = { readonly id: string; readonly title: Text };

/**
 * What a new version means, beside the old one: steps, gates, windows, red flags and triage, values, targets, forms and texts. What has no words of its own
 * is named by its place, so that no change is passed over; of two equal protocols nothing is told.
 *
 * @example
 * for (const { text } of diffProtocols(published, draft)) tell(text.en);
 */
export function diffProtocols(before: Protocol, after: Protocol): readonly ProtocolChange[] {
  const changes: ProtocolChange[] = [];
  const tell = (part: ProtocolChange['part'], id: string, title: Text, what: Text) =>
    changes.push({ part, id, text: joined(words.part[part], title, what) });

  if (before.timeZone !== after.timeZone) {
    tell(
      'protocol',
      'timeZone',
      before.title,
      changed(plainText('timeZone'), plainText(before.timeZone), plainText(after.timeZone)),
    );
  }
  compare(before.policy.map(titled), after.policy.map(titled), (was, is) => {
    if (same(was, is)) return;
    tell('value', is.id, is.title, changed(words.value, valueText(was), valueText(is)));
  });
  compareNamed('stage', before.stages, after.stages, () => []);
  compareNamed('step', before.steps, after.steps, (was, is) => [
    ...differing(words.participants, was.participants.join(', '), is.participants.join(', ')),
    ...differing(words.required, was.required, is.required),
    ...differing(words.form, was.form ?? '—', is.form ?? '—'),
    ...differing(words.activity, activityText(was), activityText(is)),
    ...differing(words.output, was.output ?? '—', is.output ?? '—'),
    ...differing(words.guarded, String(was.guarded), String(is.guarded)),
    ...spans(words.offset, was.offset, is.offset),
    ...spans(words.due, was.due, is.due),
    ...differing(words.timing, was.timing ?? '—', is.timing ?? '—'),
    ...conditions(words.gate, was.gate, is.gate),
    ...conditions(words.applies, was.applies, is.applies),
    ...texts(words.about, was.about, is.about),
  ]);
  compareNamed('window', before.windows, after.windows, (was, is) => [
    ...differing(words.kind, was.kind, is.kind),
    ...spans(words.offset, was.offset, is.offset),
    ...conditions(words.until, was.until, is.until),
    ...rules(was.explains, is.explains),
    ...texts(words.about, was.why, is.why),
  ]);
  compareNamed('red-flag', before.redFlags, after.redFlags, (was, is) => rules(was.rules, is.rules));
  compareNamed('target', before.targets, after.targets, (was, is) => [
    ...differing(words.minimumRelief, `${was.block.minimumRelief} %`, `${is.block.minimumRelief} %`),
    ...differing(words.blocks, was.block.blocks, is.block.blocks),
    ...differing(words.scoredAt, minutes(was.block.scoredAt), minutes(is.block.scoredAt)),
    ...differing(words.levels, ids(was.levels), ids(is.levels)),
    ...differing(words.sides, was.sides.join(', '), is.sides.join(', ')),
  ]);
  compareNamed('form', before.forms.map(formNamed), after.forms.map(formNamed), (was, is) => {
    const items = (form: typeof was) => itemsOf(form.item);
    return named(words.question, items(was), items(is));
  });
  for (const [part, was, is] of triageParts(before, after)) {
    for (const what of rules(was, is)) tell(part, 'triage', words.none, what);
  }
  if (before.repeat !== after.repeat && !same(before.repeat, after.repeat)) {
    const title = (after.repeat ?? before.repeat)?.title ?? words.none;
    const spanned = spans(words.offset, before.repeat?.offset, after.repeat?.offset);
    const gate = conditions(words.gate, before.repeat?.conditions ?? [], after.repeat?.conditions ?? []);
    for (const what of [...spanned, ...gate]) tell('repeat', 'repeat', title, what);
  }
  return [...changes, ...untold(before, after, changes)];

  function compareNamed<Part extends Named>(
    part: ProtocolChange['part'],
    was: readonly Part[],
    is: readonly Part[],
    differences: (was: Part, is: Part) => readonly Text[],
  ) {
    compare(
      was,
      is,
      (old, now) => {
        for (const what of [...texts(words.title, old.title, now.title), ...differences(old, now)]) {
          tell(part, now.id, now.title, what);
        }
        if (!same(old, now) && !changes.some((each) => each.part === part && each.id === now.id)) {
          tell(part, now.id, now.title, words.otherwise);
        }
      },
      (gone) => tell(part, gone.id, gone.title, words.removed),
      (come) => tell(part, come.id, come.title, words.added),
    );
    const order = (all: readonly Part[], others: readonly Part[]) =>
      all
        .filter(({ id }) => others.some((each) => each.id === id))
        .map(({ id }) => id)
        .join();
    if (order(was, is) !== order(is, was)) tell(part, part, words.none, words.order);
  }
}

function compare<Part extends { readonly id: string }>(
  before: readonly Part[],
  after: readonly Part[],
  both: (was: Part, is: Part) => void,
  gone: (was: Part) => void = () => undefined,
  come: (is: Part) => void = () => undefined,
): void {
  for (const was of before) {
    const is = after.find(({ id }) => id === was.id);
    if (is) both(was, is);
    else gone(was);
  }
  for (const is of after) if (!before.some(({ id }) => id === is.id)) come(is);
}

/** Parts that differ and that nothing above told: named by their place in the protocol. */
function untold(before: Protocol, after: Protocol, told: readonly ProtocolChange[]): readonly ProtocolChange[] {
  const parts: Readonly<Partial<Record<keyof Protocol, ProtocolChange['part']>>> = {
    policy: 'value',
    stages: 'stage',
    steps: 'step',
    windows: 'window',
    redFlags: 'red-flag',
    targets: 'target',
    forms: 'form',
    repeat: 'repeat',
  };
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof Protocol)[];
  return keys.flatMap((key): ProtocolChange[] => {
    if (key === 'version' || key === 'timeZone' || same(withoutVersion(before[key]), withoutVersion(after[key])))
      return [];
    const part = parts[key];
    if (part && told.some((each) => each.part === part)) return [];
    return [{ part: 'protocol', id: key, text: joined(words.part.protocol, plainText(key), words.otherwise) }];
  });
}

/** Forms bear the protocol's version: a new version alone changes none of them. */
const withoutVersion = (part: unknown): unknown =>
  JSON.parse(JSON.stringify(part ?? null, (key, value: unknown) => (key === 'version' ? undefined : value)));

const titled = (value: PolicyValue) => ({ ...value, title: plainText(value.id) });
const formNamed = (form: Protocol['forms'][number]) => ({
  ...form,
  version: '',
  title: { en: form.title, pl: polish(form._title) ?? form.title },
});

interface Item {
  readonly linkId: string;
  readonly text: string;
  readonly _text: { readonly extension: readonly unknown[] };
  readonly item?: readonly Item[];
}
const itemsOf = (
  items: readonly Item[],
): readonly { readonly id: string; readonly title: Text; readonly meaning: string }[] =>
  items.flatMap(({ item, ...own }) => [
    { id: own.linkId, title: { en: own.text, pl: polish(own._text) ?? own.text }, meaning: JSON.stringify(own) },
    ...itemsOf(item ?? []),
  ]);

const polish = (translated: { readonly extension: readonly unknown[] }): string | undefined =>
  JSON.stringify(translated.extension).match(/"url":"content","valueString":"((?:[^"\\]|\\.)*)"/)?.[1];

type Condition = { readonly name: string; readonly title: Text; readonly expression: string };

const conditions = (what: Text, before: readonly Condition[], after: readonly Condition[]): readonly Text[] =>
  named(what, before.map(conditionNamed), after.map(conditionNamed));
const conditionNamed = (condition: Condition) => ({
  id: condition.name,
  title: condition.title,
  meaning: JSON.stringify(condition),
});

type Rule = Condition & { readonly level: string };
const rules = (before: readonly Rule[], after: readonly Rule[]): readonly Text[] => {
  const levels = before.flatMap((was) => {
    const is = after.find(({ name }) => name === was.name);
    return is && is.level !== was.level ? [changed(is.title, words.level[was.level], words.level[is.level])] : [];
  });
  const plain = (all: readonly Rule[]) =>
    all.map((rule) => ({ id: rule.name, title: rule.title, meaning: JSON.stringify({ ...rule, level: '' }) }));
  return [...levels, ...named(words.rule, plain(before), plain(after))];
};

type Meant = { readonly id: string; readonly title: Text; readonly meaning: string };
function named(what: Text, before: readonly Meant[], after: readonly Meant[]): readonly Text[] {
  const found: Text[] = [];
  compare(
    before,
    after,
    (was, is) => {
      if (was.meaning !== is.meaning) found.push(joined(what, is.title, words.otherwise));
    },
    (gone) => found.push(joined(what, gone.title, words.removed)),
    (come) => found.push(joined(what, come.title, words.added)),
  );
  return found;
}

function triageParts(
  before: Protocol,
  after: Protocol,
): readonly (readonly ['triage', readonly Rule[], readonly Rule[]])[] {
  const routine = ({ triage }: Protocol): readonly Rule[] => triage?.routine ?? [];
  const pairs = ({ triage }: Protocol): readonly Rule[] =>
    (triage?.escalations ?? []).map((each) => ({
      ...each,
      expression: `${each.all.join()}|${each.any.join()}|${each.redFlag}`,
    }));
  const plain = ({ triage }: Protocol): readonly Rule[] =>
    (triage?.unremarkable ?? []).map(({ linkId, expression }) => ({
      name: linkId,
      title: plainText(linkId),
      expression,
      level: 'expected',
    }));
  const told = ({ triage }: Protocol): readonly Rule[] =>
    Object.entries({ ...triage?.advice, ...triage?.unread }).map(([name, said]) => ({
      name,
      title: words.level[name] ?? plainText(name),
      expression: JSON.stringify(said),
      level: 'expected',
    }));
  return [routine, pairs, plain, told].map((part) => ['triage', part(before), part(after)] as const);
}

const activityText = ({ activity }: Protocol['steps'][number]): string =>
  activity === undefined ? '—' : `${activity.kind} ${activity.code.system}|${activity.code.code}`;

const differing = (what: Text, was: string, is: string): readonly Text[] =>
  was === is ? [] : [changed(what, plainText(was), plainText(is))];
const texts = (what: Text, was: Text, is: Text): readonly Text[] => (same(was, is) ? [] : [changed(what, was, is)]);
const spans = (what: Text, was: Offset | undefined, is: Offset | undefined): readonly Text[] =>
  same(was, is) ? [] : [changed(what, spanText(was), spanText(is))];
const spanText = (offset: Offset | undefined): Text =>
  offset
    ? plainText(
        `${offset.low === offset.high ? offset.low : `${offset.low}–${offset.high}`} ${offset.unit} (${offset.after})`,
      )
    : words.none;
const valueText = ({ low, high, unit, signature }: PolicyValue): Text =>
  plainText(`${low === high ? low : `${low}–${high}`} ${unit}, ${signature}`);
const minutes = ({ from, to }: { readonly from: number; readonly to: number }) => `${from}–${to} min`;
const ids = (all: readonly { readonly id: string }[]) => all.map(({ id }) => id).join(', ');

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const plainText = (text: string): Text => ({ en: text, pl: text });
const changed = (what: Text, was: Text | undefined, is: Text | undefined): Text => ({
  en: `${what.en}: ${was?.en ?? '—'} → ${is?.en ?? '—'}`,
  pl: `${what.pl}: ${was?.pl ?? '—'} → ${is?.pl ?? '—'}`,
});
const joined = (...parts: readonly Text[]): Text => {
  const said = parts.filter(({ en }) => en !== '');
  return { en: said.map(({ en }) => en).join(' · '), pl: said.map(({ pl }) => pl).join(' · ') };
};
