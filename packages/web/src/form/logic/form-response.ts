import { isBlank } from './answer-fault.ts';
import type { AnswerState, AnswerValue } from './answer-state.ts';
import { type Asked, askedOf, type Evaluate } from './asked.ts';
import type { Form } from './form-item.ts';

export interface ResponseItem {
  readonly linkId: string;
  readonly text?: string;
  readonly answer?: readonly (AnswerValue & { readonly item?: readonly ResponseItem[] })[];
  readonly item?: readonly ResponseItem[];
}

export interface FormResponse {
  readonly resourceType: 'QuestionnaireResponse';
  readonly questionnaire?: string;
  readonly status: 'in-progress' | 'completed';
  readonly subject?: { readonly reference: string };
  readonly author?: { readonly reference: string };
  readonly source?: { readonly reference: string };
  readonly basedOn?: readonly { readonly reference: string }[];
  readonly authored?: string;
  readonly item?: readonly ResponseItem[];
}

/** Who answered, about whom, when, and to which pathway it belongs. */
export interface Answering {
  readonly patient: string;
  /** `Practitioner/…`, or `Patient/…` when patients answer themselves. */
  readonly author: string;
  /** FHIR instant. */
  readonly authored: string;
  /** `CarePlan/…` */
  readonly pathway?: string;
}

/** The answers as a QuestionnaireResponse: what is asked, in the form's order, with the version of the form they were given to (I4). */
export function responseOf(form: Form, asked: readonly Asked[], answering: Answering): FormResponse {
  const { patient, author, authored, pathway } = answering;
  return {
    resourceType: 'QuestionnaireResponse',
    ...canonicalOf(form),
    status: 'completed',
    subject: { reference: `Patient/${patient}` },
    author: { reference: author },
    ...(author.startsWith('Patient/') ? { source: { reference: author } } : {}),
    ...(pathway === undefined ? {} : { basedOn: [{ reference: pathway }] }),
    authored,
    ...itemsOf(asked),
  };
}

/** The response so far, for the expressions of a form to be evaluated on. */
export const responseSoFar = (form: Form, state: AnswerState, evaluate?: Evaluate): FormResponse => ({
  resourceType: 'QuestionnaireResponse',
  ...canonicalOf(form),
  status: 'in-progress',
  ...itemsOf(askedOf(form, state, evaluate)),
});

const canonicalOf = ({ url, version }: Form): { questionnaire?: string } =>
  url === undefined ? {} : { questionnaire: version === undefined ? url : `${url}|${version}` };

/** FHIR has no empty lists: what was not answered is not there. */
function itemsOf(asked: readonly Asked[]): { item?: readonly ResponseItem[] } {
  const items = asked.flatMap(({ item: { linkId, type }, answers, inside }): ResponseItem[] => {
    if (type === 'group') {
      return inside.flatMap((each) => {
        const below = itemsOf(each);
        return below.item === undefined ? [] : [{ linkId, ...below }];
      });
    }
    const given = answers.filter((answer) => !isBlank(answer) && !('draft' in answer));
    if (type === 'display' || given.length === 0) return [];
    const below = itemsOf(inside[0] ?? []);
    // What is asked below a question belongs to its answer; of several answers, to the first.
    return [{ linkId, answer: given.map((answer, index) => (index === 0 ? { ...answer, ...below } : answer)) }];
  });
  return items.length === 0 ? {} : { item: items };
}
