import { type JsonResource, parseJson } from '@cryopath/fhir';
import type pg from 'pg';
import { clinicNamed, isRestricted } from '../../write/chart.ts';
import { cursorRows } from './cursor-rows.ts';
import type { Findings } from './difference.ts';

interface PatientVersion {
  readonly id: string;
  readonly content: string;
  /** Clinic of whoever created the Patient, as the trail tells. */
  readonly createdIn: string | null;
  /** Of the compartment; null when it is missing. */
  readonly clinic: string | null;
  readonly restricted: boolean | null;
  readonly deleted: boolean | null;
}

/** What a Patient's versions so far make of their chart. */
interface Chart {
  readonly last: PatientVersion;
  readonly clinic: string;
  readonly restricted: boolean;
}

/**
 * Holds what decides who may see what (I6) against what was written: clinic and restriction of every chart against the Patient's versions, oldest first,
 * and the clinic of what belongs to no patient against that of whoever made it.
 */
export async function verifyCharts(client: pg.ClientBase, findings: Findings): Promise<void> {
  const versions = cursorRows<PatientVersion>(
    client,
    'charts',
    `select v.id, v.content, a.clinic as "createdIn", c.clinic, c.restricted, c.deleted from version v
      left join compartment c on c.patient = v.id
      left join audit a on a.type = 'Patient' and a.resource = v.id and a.version = 1 and a.text_hash is not null
    where v.type = 'Patient' order by v.id, v.version`,
  );
  const verify = ({ last, clinic, restricted }: Chart) => {
    const isSame = last.clinic === clinic && last.restricted === restricted && last.deleted === (last.content === '');
    if (!isSame) findings.found(`compartment/${last.id}`, 'chart-changed');
  };
  let chart: Chart | undefined;
  for await (const version of versions) {
    if (chart && chart.last.id !== version.id) {
      verify(chart);
      chart = undefined;
    }
    const patient = resourceIn(version.content);
    const named = patient && clinicNamed(patient);
    chart = {
      last: version,
      clinic: named ?? chart?.clinic ?? version.createdIn ?? '',
      // A chart is not opened by deleting its Patient.
      restricted: patient ? isRestricted(patient) : (chart?.restricted ?? false),
    };
  }
  if (chart) verify(chart);

  const added = cursorRows<{ patient: string }>(
    client,
    'strangers',
    `select patient from compartment c where not exists (select from version v where v.type = 'Patient' and v.id = c.patient)`,
  );
  for await (const { patient } of added) findings.found(`compartment/${patient}`, 'chart-changed');

  const moved = cursorRows<{ type: string; id: string }>(
    client,
    'house',
    `select r.type, r.id from resource r left join audit a on a.type = r.type and a.resource = r.id and a.version = 1 and a.text_hash is not null
    where r.clinic is distinct from case when r.patient = '' then a.clinic else '' end`,
  );
  for await (const { type, id } of moved) findings.found(`resource/${type}/${id}`, 'head-changed');
}

/** Undefined for a deletion, and for a text that was damaged: that is told where texts are held against their hashes. */
function resourceIn(text: string): JsonResource | undefined {
  const parsed = text === '' ? undefined : parseJson(text, { maxDepth: 1_000 });
  return parsed?.ok ? (parsed.value as JsonResource) : undefined;
}
