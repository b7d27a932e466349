import type { Connection } from '../postgres/connection.ts';
import type { DecidedChange } from './guards.ts';

/**
 * Keeps what gates let pass, and what that rested on, beside the versions that were written (I1, H03). The database holds both against each other when the
 * transaction ends (migrations/0006-gate-decision.sql).
 */
export async function keepDecisions(client: Connection, decided: readonly DecidedChange[]): Promise<void> {
  for (const { change, decision } of decided) {
    const evidence = decision.evidence.filter(({ type, id }) => type !== change.type || id !== change.id);
    await client.query({
      name: 'keep-decision',
      text: `with v as (
          select v.type, v.id, v.version, v.patient, v.at, v.hash from resource r join version v on v.type = r.type and v.id = r.id and v.version = r.version
          where r.type = $1 and r.id = $2),
        d as (
          insert into gate_decision (type, id, version, patient, text_hash, at, protocol, opened)
          select type, id, version, patient, hash, at, $3, $4 from v returning type, id, version, patient)
        insert into gate_evidence (type, id, version, evidence_type, evidence_id, evidence_version)
        select d.type, d.id, d.version, r.type, r.id, r.version from d, resource r
        where r.patient = d.patient and not r.deleted and (r.type, r.id) in (select * from unnest($5::text[], $6::text[]))`,
      values: [
        change.type,
        change.id,
        decision.protocol,
        decision.opened,
        evidence.map(({ type }) => type),
        evidence.map(({ id }) => id),
      ],
    });
  }
}
