import { outcome } from '@cryopath/fhir';
import type { StoredVersion } from '@cryopath/record';
import { type Answer, notModified, refusalAnswer, resourceAnswer } from '../answer.ts';
import { contentAnswer } from '../binary-content.ts';
import type { FhirRequest, FhirRoute } from '../route.ts';
import { isNotModified } from '../version-headers.ts';

/** read (R4 http.html, 3.1.0.2): the current version, or 304 for a reader who has it. */
const read: FhirRoute = {
  method: 'GET',
  url: '/:type/:id',
  interaction: 'read',
  conditional: 'conditionalRead',
  givesContent: true,
  async answer(request, { record }) {
    const { requester, type, id, headers, language } = request;
    const found = await record.read(requester, type, id);
    if (!found.ok) return refusalAnswer(found.outcome, language);
    const stored = found.value;
    return isNotModified(headers, stored.version, stored.lastUpdated) ? notModified(stored) : given(stored, request);
  },
};

/** vread (3.1.0.3): one version, as it was acknowledged then. */
const vread: FhirRoute = {
  method: 'GET',
  url: '/:type/:id/_history/:version',
  interaction: 'vread',
  givesContent: true,
  async answer(request, { record }) {
    const { requester, type, id, version, language } = request;
    if (!/^[1-9]\d{0,8}$/.test(version)) {
      return refusalAnswer(
        outcome('CRYO-203', { reference: `${type}/${id}`, version: version.slice(0, 64) }),
        language,
      );
    }
    const found = await record.vread(requester, type, id, Number(version));
    return found.ok ? given(found.value, request) : refusalAnswer(found.outcome, language);
  },
};

/** The resource, or of a Binary what is in it. */
function given(stored: StoredVersion, { wantsContent, headers, language }: FhirRequest): Answer {
  if (!wantsContent) return resourceAnswer(stored);
  const content = contentAnswer(stored, headers.accept);
  return content.ok ? content.value : refusalAnswer(content.outcome, language);
}

export const readRoutes: readonly FhirRoute[] = [read, vread];
