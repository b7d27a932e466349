import type { PatientView, WrittenResource } from '../guard.ts';
import type { Connection } from '../postgres/connection.ts';
import { storedResource } from './head.ts';

/**
 * A patient's record as a transaction sees it: with what it has written and not yet committed. For guards, which decide for the patient and not for the
 * writer: it is not narrowed by anybody's reach, and never leaves the record.
 */
export function patientView(client: Connection, patient: string): PatientView {
  const written = async (types: readonly string[]): Promise<readonly WrittenResource[]> => {
    if (patient === '') return [];
    const { rows } = await client.query<{ content: string; who: string }>({
      name: 'patient-view',
      text: `select v.content, v.who from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
        where r.patient = $1 and r.type = any ($2) and not r.deleted order by r.n`,
      values: [patient, types],
    });
    return rows.map(({ content, who }) => ({ resource: storedResource(content), who }));
  };
  return {
    patient,
    written,
    async common(type, id) {
      const { rows } = await client.query<{ content: string }>({
        name: 'common-view',
        text: `select v.content from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
          where r.type = $1 and r.id = $2 and r.patient = '' and not r.deleted`,
        values: [type, id],
      });
      return rows[0] && storedResource(rows[0].content);
    },
    resources: async (types) => (await written(types)).map(({ resource }) => resource),
  };
}
