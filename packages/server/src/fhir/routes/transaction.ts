import { outcome } from '@cryopath/fhir';
import { bundleAnswer, refusalAnswer } from '../answer.ts';
import { preferenceOf } from '../preference.ts';
import { bodyResource } from '../request-body.ts';
import type { FhirRoute } from '../route.ts';
import { writeOptions } from '../write-options.ts';

/** transaction and batch (R4 http.html, 3.1.0.11). */
const transaction: FhirRoute = {
  method: 'POST',
  url: '/',
  interaction: 'transaction',
  takesBundle: true,
  async answer(request, { record, base }) {
    const { requester, headers, language } = request;
    const options = writeOptions(headers);
    if (!options.ok) return refusalAnswer(options.outcome, language);
    const bundle = bodyResource(request);
    if (!bundle.ok) return refusalAnswer(bundle.outcome, language);
    const { resourceType } = bundle.value;
    if (resourceType !== 'Bundle') {
      return refusalAnswer(outcome('CRYO-166', { body: resourceType, address: 'Bundle' }), language);
    }
    const { strict } = preferenceOf(headers.prefer);
    const done = await record.transact(requester, bundle.value, { ...options.value, strict, base, language });
    return done.ok ? bundleAnswer(done.value) : refusalAnswer(done.outcome, language);
  },
};

export const transactionRoutes: readonly FhirRoute[] = [transaction];
