import { outcome } from '@cryopath/fhir';
import { jsonAnswer, refusalAnswer } from '../answer.ts';
import { textParameter } from '../parameters.ts';
import { bodyResource } from '../request-body.ts';
import type { FhirRoute } from '../route.ts';

/** Opens one chart for half an hour, with a reason that the patient will see (H16). An operation of our own. */
const breakGlass: FhirRoute = {
  method: 'POST',
  url: '/Patient/:id/$break-glass',
  interaction: '$break-glass',
  async answer(request, { record }) {
    const { requester, id, language } = request;
    const body = bodyResource(request);
    if (!body.ok) return refusalAnswer(body.outcome, language);
    const reason = textParameter(body.value, 'reason');
    if (reason === undefined) {
      return refusalAnswer(outcome('CRYO-168', { operation: '$break-glass', parameter: 'reason' }), language);
    }
    const opened = await record.breakGlass(requester, id, reason);
    if (!opened.ok) return refusalAnswer(opened.outcome, language);
    return jsonAnswer({
      resourceType: 'Parameters',
      parameter: [{ name: 'until', valueInstant: opened.value.until }],
    });
  },
};

export const breakGlassRoutes: readonly FhirRoute[] = [breakGlass];
