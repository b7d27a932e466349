import { outcome } from '@cryopath/fhir';
import type { Guard } from '@cryopath/record';
import type { Protocols } from '../../protocol/protocols.ts';
import { isCheckIn } from '../alerts/check-in-alert.ts';

/** A check-in that lies in nobody's record would tell nobody (H06): it is refused, so that whoever sends it knows. */
export const checkInGuard = (protocols: Protocols): Guard => ({
  name: 'check-in-of-somebody',
  concerns: ({ after, patient }) => patient === '' && isCheckIn(protocols, after),
  decide: async () => outcome('CRYO-633', undefined, 'QuestionnaireResponse.subject'),
});
