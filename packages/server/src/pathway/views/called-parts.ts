import type { JsonObject } from '@cryopath/fhir';
import type { Called } from '@cryopath/record';

/** Who it is, by name. */
export const patientPart = ({ patient, name }: Called & { readonly patient: string }): JsonObject => ({
  name: 'patient',
  valueReference: { reference: `Patient/${patient}`, ...(name === undefined ? {} : { display: name }) },
});

/** And by birth date (H01). */
export const bornPart = ({ born }: Called): JsonObject | undefined =>
  born === undefined ? undefined : { name: 'born', valueDate: born };
