import own from 'virtual:protocol';
import { type Advice, advise, type Instant, pathwayFor, type RecordResource } from '@cryopath/pathway';
import type { Session } from '../app/session.ts';
import { protocolOfVersion } from '../pathway/protocol-of-version.ts';
import { type AdviceGiven, type Prepared, sameDayAdvice } from './advice-given.ts';

/**
 * The record as it was read last and the rules of the version that its pathway keeps, which the server asks too (I4). When these cannot be had the product's own rules
 * are asked, since an emergency must not become less (H06); whatever else they say is a matter for the same day.
 */
export async function prepareAdvice(session: Session, patient: string): Promise<Prepared> {
  const { server, store, clock } = session;
  const everything = await server.everything(patient);
  const read = everything.ok
    ? everything.value
    : (await store.read<{ resources: readonly RecordResource[] }>('kept', `record:${patient}`))?.resources;
  const known = read ?? [];
  const pathway = pathwayFor(
    own,
    { patient, resources: known },
    { resourceType: 'QuestionnaireResponse' },
    clock.now(),
  );
  const pinned = read && (await protocolOfVersion(session, pathway?.version));
  const protocol = pinned?.ok ? pinned.value : own;
  const form = protocol.forms.find(({ id }) => id === protocol.triage?.form);
  return {
    ...(pathway?.id === undefined ? {} : { pathway: `CarePlan/${pathway.id}` }),
    ...(protocol === own || form === undefined ? {} : { form }),
    advise(response, now) {
      const record = { patient, resources: known };
      const advice = advise(protocol, record, response as unknown as RecordResource, now as Instant);
      return pinned?.ok || advice.level === 'emergency' ? given(advice) : sameDayAdvice();
    },
  };
}

const given = ({ level, title, act, rules }: Advice): AdviceGiven => ({
  level,
  title,
  act,
  found: rules
    .map((rule) => rule.title)
    .filter((each, index, all) => all.findIndex(({ en }) => en === each.en) === index),
});
