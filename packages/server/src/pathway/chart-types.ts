import { evidenceTypes } from '@cryopath/pathway';
import type { Protocols } from '../protocol/protocols.ts';

/** The types of resources that any known version of the protocol may look at in a patient's record. */
export const chartTypes = ({ all }: Pick<Protocols, 'all'>): readonly string[] => [
  ...new Set(['CarePlan', 'Task', 'DetectedIssue', 'Flag', 'QuestionnaireResponse', ...all.flatMap(evidenceTypes)]),
];
