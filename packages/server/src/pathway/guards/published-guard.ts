import { outcome } from '@cryopath/fhir';
import { publicationIn } from '@cryopath/pathway';
import type { Change, Guard } from '@cryopath/record';
import { protocolIn } from '../../protocol/publication.ts';

const PUBLISHED: ReadonlySet<string> = new Set(['Library', 'PlanDefinition', 'ActivityDefinition', 'Questionnaire']);

/**
 * A published version of a protocol is never changed (I4): pathways rest on it. What claims to be published is signed by whoever writes it, and a Library
 * holds the files that were signed and that compile.
 */
export const publishedGuard: Guard = {
  name: 'published-protocol',
  concerns: ({ type, before, after }: Change) =>
    PUBLISHED.has(type) && (publicationIn(before) !== undefined || publicationIn(after) !== undefined),
  async decide({ type, id, before, after, by }) {
    const reference = `${type}/${id}`;
    if (publicationIn(before)) return outcome('CRYO-624', { reference });
    const published = publicationIn(after);
    if (!after || !published) return undefined;
    if (published.who !== by.who && by.role !== 'service') return outcome('CRYO-625', { who: published.who });
    if (type !== 'Library') return undefined;
    const protocol = protocolIn(after);
    return protocol.ok ? undefined : protocol.outcome;
  },
};
