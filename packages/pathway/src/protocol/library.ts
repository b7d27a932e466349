import { textOf } from '@cryopath/fhir';
import { compileExpression } from '@cryopath/fhir/fhirpath';
import { EVIDENCE_TYPES } from '../evidence/evidence-time.ts';
import { folded, type ProcedureNames } from '../gate/cryoablation-names.ts';
import { faultAnswerReferences } from './answer-references.ts';
import type { EvidenceSource, NamedExpression } from './protocol.ts';
import { formUrl, type Questionnaire } from './questionnaire.ts';
import type { YamlPlace } from './yaml-place.ts';

export interface Library {
  readonly evidence: readonly EvidenceSource[];
  readonly expressions: readonly NamedExpression[];
  readonly cryoablation: ProcedureNames;
  readonly patientForms: readonly string[];
  /** Every name that a condition may speak of, without the `%`. */
  readonly names: ReadonlySet<string>;
}

/** Names that stand for what the engine computes of the evidence: see SPEC.md, "What expressions may speak of". */
const ENGINE_NAMES: readonly string[] = ['policy', 'sites', 'minutesBefore', 'writers', 'blocks', 'positiveSites'];

/** Reads library.yaml: an expression may speak of the evidence, of the policy, and of the expressions above it. */
export function readLibrary(file: YamlPlace, allForms: readonly Questionnaire[]): Library {
  const forms = new Set(allForms.map(({ id }) => id));
  file.only('id', 'url', 'evidence', 'expressions', 'cryoablation', 'patientForms');
  const names = new Set(ENGINE_NAMES);
  const name = (place: YamlPlace) => {
    const text = place.at('name').text();
    if (!/^[a-z][A-Za-z0-9]*$/.test(text))
      place.fault(`"${text}" is not a name: letters and digits, from a small letter`);
    if (names.has(text)) place.fault(`"${text}" stands twice`);
    return text;
  };
  const evidence = file
    .at('evidence')
    .items()
    .map((place): EvidenceSource => {
      place.only('name', 'form', 'computed', 'word', 'type', 'expression');
      const named = name(place);
      names.add(named);
      const form = place.optional('form');
      if (form) {
        if (!forms.has(form.text())) form.fault(`There is no form "${form.text()}"`);
        const computed = place.optional('computed')?.oneOf('block-relief', 'answers');
        const word = place.optional('word')?.oneOf('patient');
        if (word && computed === 'block-relief')
          place.fault('A block is the word of who scored it, not the patient’s alone');
        return { name: named, form: form.text(), ...(computed ? { computed } : {}), ...(word ? { word } : {}) };
      }
      const type = place.at('type').text();
      if (!EVIDENCE_TYPES.includes(type)) place.fault(`A ${type} is no evidence: nothing tells when it came to be`);
      checkExpression(place.at('expression'), new Set());
      return { name: named, type, expression: place.at('expression').text() };
    });
  const expressions = file
    .at('expressions')
    .items()
    .map((place): NamedExpression => {
      place.only('name', 'expression');
      const named = name(place);
      checkExpression(place.at('expression'), names);
      faultAnswerReferences(place, place.at('expression').text(), { evidence, forms: allForms });
      faultPatientsWord(place, place.at('expression').text(), evidence);
      names.add(named);
      return { name: named, expression: place.at('expression').text() };
    });
  const patientForms = readPatientForms(file.at('patientForms'), forms, evidence);
  return { evidence, expressions, cryoablation: readNames(file.at('cryoablation')), patientForms, names };
}

/** Without a word the gate would know its procedure by nothing. */
function readNames(place: YamlPlace): ProcedureNames {
  place.only('words', 'codes');
  const words = place
    .at('words')
    .items()
    .map((each) => {
      const word = folded(each.text());
      if (word.length < 5) each.fault(`"${each.text()}" is too short to know a procedure by`);
      return word;
    });
  if (words.length === 0) place.at('words').fault('At least one word is needed');
  const codes = (place.optional('codes')?.items() ?? []).map((each) => {
    const code = each.text();
    if (!/^[^|]+\|[^|]+$/.test(code)) each.fault(`"${code}" is not system|code`);
    return code;
  });
  return { words, codes };
}

/** Notes a fault where something rests on what patients say themselves: it opens no gate, by no name of it (I1). */
export function faultPatientsWord(place: YamlPlace, expression: string, evidence: readonly EvidenceSource[]): void {
  for (const source of evidence) {
    if (!('form' in source) || source.word === undefined) continue;
    if (new RegExp(`%(?:sites\\.|minutesBefore\\.|writers\\.)?${source.name}\\b`).test(expression)) {
      place.fault(`"${source.name}" may be the patient's own word: nothing is opened by it`);
    }
  }
}

/** What patients fill in opens no gate (I1), so a form of theirs is evidence only where the library says that their word counts. */
const readPatientForms = (
  place: YamlPlace,
  forms: ReadonlySet<string>,
  evidence: readonly EvidenceSource[],
): readonly string[] =>
  place.items().map((each) => {
    const form = each.text();
    if (!forms.has(form)) each.fault(`There is no form "${form}"`);
    if (evidence.some((source) => 'form' in source && source.form === form && source.word === undefined)) {
      each.fault(`"${form}" is evidence: patients cannot fill it in themselves`);
    }
    return formUrl(form);
  });

/** Notes a fault when the expression does not compile, or speaks of a name that is not there. */
export function checkExpression(place: YamlPlace, names: ReadonlySet<string>): void {
  const text = place.text();
  const compiled = compileExpression(text);
  if (!compiled.ok) for (const issue of compiled.outcome.issues) place.fault(textOf(issue, 'en'));
  for (const [, used] of text.matchAll(/%`?([A-Za-z][\w-]*)/g)) {
    if (used && !names.has(used)) place.fault(`%${used} is not in library.yaml`);
  }
}
