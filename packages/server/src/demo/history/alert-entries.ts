import { type JsonObject, type JsonResource, ok, parseJson, type Result } from '@cryopath/fhir';
import { isoOf } from '@cryopath/pathway';
import type { ClinicRecord } from '@cryopath/record';
import type { Act, Entry } from './act.ts';

const ALERT_SYSTEM = 'urn:cryopath:task';

/** The alerts that wait in a chart, taken by whoever acts, as `Task/$acknowledge` takes them. */
export async function takenAlerts(record: ClinicRecord, act: Act, base: string): Promise<Result<readonly Entry[]>> {
  const { chart, by, at, takesAlerts } = act;
  if (takesAlerts === undefined) return ok([]);
  const found = await record.search(by, 'Task', `patient=${chart}&status=requested&_count=50`, { base, strict: true });
  if (!found.ok) return found;
  const bundle = parseJson(found.value.text);
  const entries = bundle.ok ? ((bundle.value as { entry?: { resource: JsonResource }[] }).entry ?? []) : [];
  return ok(
    entries
      .filter(({ resource }) => isAlert(resource))
      .map(({ resource }) => ({
        replaces: Number(resource.meta?.versionId),
        resource: {
          ...resource,
          status: 'accepted',
          owner: { reference: by.who },
          lastModified: isoOf(at),
          executionPeriod: { start: isoOf(at) },
          note: [{ authorReference: { reference: by.who }, time: isoOf(at), text: takesAlerts }],
        },
      })),
  );
}

const isAlert = ({ resourceType, code }: JsonResource): boolean =>
  resourceType === 'Task' &&
  (((code as JsonObject | undefined)?.coding ?? []) as readonly JsonObject[]).some(
    ({ system }) => system === ALERT_SYSTEM,
  );
