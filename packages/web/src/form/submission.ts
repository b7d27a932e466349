import type { Act } from '../device/outbox.ts';
import type { SavedEntry } from '../server/fhir-server.ts';
import type { Asked } from './logic/asked.ts';
import { extractObservations } from './logic/extract-observations.ts';
import type { Form } from './logic/form-item.ts';
import { type Answering, type FormResponse, responseOf } from './logic/form-response.ts';

/** A form that was finished, ready to be saved. Kept as it is: a repeat must be the same to the letter (H10). */
export interface Submission {
  readonly response: FormResponse;
  /** How other entries name the response until it has an id. */
  readonly urn: string;
  /** The response, and the Observations that its answers are: all of them are saved, or none. */
  readonly entries: readonly SavedEntry[];
  /** Idempotency key. */
  readonly key: string;
  /** The answers as they stand in the form: of a refusal they go back there. */
  readonly draft?: Act['draft'];
}

/** Whether a submission is in the record, or waits on this device for a connection. A refusal is said by whoever saves. */
export type Saved = 'saved' | 'waits' | 'refused';

/**
 * @param now of the clinic's clock, epoch milliseconds
 * @param signer who has signed, `Practitioner/…`, for a form that asks for a signature
 */
export function submissionOf(
  form: Form,
  asked: readonly Asked[],
  answering: Omit<Answering, 'authored'>,
  now: number,
  signer?: string,
): Submission {
  const complete: Answering = { ...answering, authored: new Date(now).toISOString() };
  const urn = newUrn();
  const response = { ...responseOf(form, asked, complete), ...signatureOf(signer, complete.authored) };
  const observations = extractObservations(asked, complete, urn);
  return {
    response,
    urn,
    entries: [
      { fullUrl: urn, resource: response },
      ...observations.map((resource) => ({ fullUrl: newUrn(), resource })),
    ],
    key: crypto.randomUUID(),
  };
}

/** R4's extension for a signature under a response; the type is "author's signature" of ASTM E1762. */
const signatureOf = (signer: string | undefined, when: string) =>
  signer === undefined
    ? {}
    : {
        extension: [
          {
            url: 'http://hl7.org/fhir/StructureDefinition/questionnaireresponse-signature',
            valueSignature: {
              type: [{ system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }],
              when,
              who: { reference: signer },
            },
          },
        ],
      };

const newUrn = () => `urn:uuid:${crypto.randomUUID()}`;
