import { type JsonObject, type JsonResource, outcome } from '@cryopath/fhir';
import type { Change, Guard, PatientView } from '@cryopath/record';
import { isClosed } from '../alerts/alert.ts';
import { flagKind } from '../alerts/flag-kind.ts';

/** What a flag says, and of whom: nobody changes that. */
const KEPT = ['code', 'category', 'subject', 'extension'] as const;
const READERS: ReadonlySet<string> = new Set(['nurse', 'doctor', 'lead']);

/**
 * A flag that the product raised is not deleted and not reworded, by whatever route. A late entry is closed by staff who have read it (H19), a red flag with its
 * alert (H06), and a gate that was opened by hand stays visible (I2).
 */
export const flagGuard: Guard = {
  name: 'flag-stays',
  concerns: ({ before }: Change) => flagKind(before) !== undefined,
  async decide({ before, after, by }: Change, view) {
    const refused = outcome('CRYO-635', { reference: `Flag/${before?.id}` }, 'Flag.status');
    const isKept = KEPT.every((element) => JSON.stringify(before?.[element]) === JSON.stringify(after?.[element]));
    if (!before || !after || !isKept) return refused;
    if (after.status === before.status) return undefined;
    const ends = before.status === 'active' && after.status === 'inactive' && hasEnd(after);
    return ends && (await mayEnd(before, by.role, view)) ? undefined : refused;
  },
};

const hasEnd = ({ period }: JsonResource): boolean => typeof (period as JsonObject | undefined)?.end === 'string';

async function mayEnd(flag: JsonResource, role: string, view: Pick<PatientView, 'resources'>): Promise<boolean> {
  const kind = flagKind(flag);
  switch (kind) {
    case 'late-entry':
      return READERS.has(role);
    case 'red-flag': {
      const alerts = (await view.resources(['Task'])).filter(
        ({ reasonReference }) => (reasonReference as JsonObject | undefined)?.reference === `Flag/${flag.id}`,
      );
      return alerts.length > 0 && alerts.every(isClosed);
    }
    case 'gate-override':
    case undefined:
      return false;
    default:
      return kind satisfies never;
  }
}
