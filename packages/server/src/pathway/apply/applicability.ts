import type { JsonObject, JsonResource } from '@cryopath/fhir';
import { compileExpression, isExactlyTrue } from '@cryopath/fhir/fhirpath';

/** Why an action is not for this patient; undefined when every applicability condition of it is exactly true (I2). */
export function applicability(
  action: JsonObject,
  { patient }: { readonly patient: JsonResource },
): { readonly en: string; readonly pl: string } | undefined {
  const conditions = (Array.isArray(action.condition) ? (action.condition as readonly JsonObject[]) : []).filter(
    ({ kind }) => kind === 'applicability',
  );
  for (const { expression } of conditions) {
    const { language, expression: text } = (expression ?? {}) as JsonObject;
    if (language !== 'text/fhirpath' || typeof text !== 'string') {
      return {
        en: `its condition is written in ${String(language)}, which is not evaluated here`,
        pl: `jej warunek zapisano w ${String(language)}, czego tu się nie oblicza`,
      };
    }
    const compiled = compileExpression(text);
    const values = compiled.ok ? compiled.value.evaluate(patient, { patient, subject: patient }) : compiled;
    if (!values.ok) return { en: 'its condition cannot be evaluated', pl: 'jej warunku nie da się obliczyć' };
    if (!isExactlyTrue(values.value))
      return { en: 'its condition does not hold', pl: 'jej warunek nie jest spełniony' };
  }
  return undefined;
}
