import { STATUS_CODES } from 'node:http';
import { type Language, type Outcome, statusOf, toOperationOutcome } from '@cryopath/fhir';
import type { StoredVersion, Written } from '../../record.ts';

/** An entry of the answering Bundle, as JSON text: stored texts are put in as they are. */
export type ResponseText = string;

/** The answer to an entry that changed something, or found that nothing had to be changed. */
export function changeResponse(written: Written): ResponseText {
  const { type, id, version, lastUpdated } = written;
  const status = written.deleted ? 204 : written.created ? 201 : 200;
  return responseText(status, {
    location: `${type}/${id}/_history/${version}`,
    etag: `W/"${version}"`,
    lastModified: lastUpdated,
  });
}

/** The answer to an entry that read one version. */
export const versionResponse = ({ version, lastUpdated, text }: StoredVersion, withResource: boolean): ResponseText =>
  responseText(200, { etag: `W/"${version}"`, lastModified: lastUpdated }, withResource ? text : '');

/** The answer to an entry that searched. */
export const bundleResponse = (text: string, withResource: boolean): ResponseText =>
  responseText(200, {}, withResource ? text : '');

/** The answer to an entry of a batch that was refused. */
export const refusalResponse = (outcome: Outcome, language: Language): ResponseText =>
  responseText(statusOf(outcome), { outcome: toOperationOutcome(outcome, language) });

function responseText(status: number, rest: object, resource = ''): ResponseText {
  const response = JSON.stringify({ status: `${status} ${STATUS_CODES[status] ?? ''}`.trimEnd(), ...rest });
  return resource === '' ? `{"response":${response}}` : `{"resource":${resource},"response":${response}}`;
}
