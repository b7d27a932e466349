import { outcome } from '@cryopath/fhir';
import { notModified, refusalAnswer, resourceAnswer } from '../answer.ts';
import type { FhirRoute } from '../route.ts';
import { isNotModified } from '../version-headers.ts';

/** read (R4 http.html, 3.1.0.2): the current version, or 304 for a reader who has it. */
const read: FhirRoute = {
  method: 'GET',
  url: '/:type/:id',
  interaction: 'read',
  conditional: 'conditionalRead',
  async answer({ requester, type, id, headers, language }, { record }) {
    const found = await record.read(requester, type, id);
    if (!found.ok) return refusalAnswer(found.outcome, language);
    const stored = found.value;
    return isNotModified(headers, stored.version, stored.lastUpdated) ? notModified(stored) : resourceAnswer(stored);
  },
};

/** vread (3.1.0.3): one version, as it was acknowledged then. */
const vread: FhirRoute = {
  method: 'GET',
  url: '/:type/:id/_history/:version',
  interaction: 'vread',
  async answer({ requester, type, id, version, language }, { record }) {
    if (!/^[1-9]\d{0,8}$/.test(version)) {
      return refusalAnswer(
        outcome('CRYO-203', { reference: `${type}/${id}`, version: version.slice(0, 64) }),
        language,
      );
    }
    const found = await record.vread(requester, type, id, Number(version));
    return found.ok ? resourceAnswer(found.value) : refusalAnswer(found.outcome, language);
  },
};

export const readRoutes: readonly FhirRoute[] = [read, vread];
