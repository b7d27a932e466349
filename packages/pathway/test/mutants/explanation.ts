import type { Mutant } from './mutate.ts';

/** Why nothing finds a kind of damage; the first that fits. What fits none is a gap in the cases, and says so. */
const REASONS: readonly (readonly [file: RegExp, damage: RegExp, reason: string])[] = [
  [/./, /^(?:source|signature)|"(?:source|signature)"/, 'Who says a value and who signed it are words for a reader.'],
  [/^texts\//, /./, 'Words: no machine knows that they are the wrong ones.'],
  [/^guide\.yaml$/, /./, 'What the public page shows, and in which order; nothing is decided by it.'],
  [
    /^forms\//,
    /./,
    'What a form asks, within which ends and beside what help; no gate or rule speaks of this part of it.',
  ],
  [
    /^policy\.yaml$/,
    /^(?:low|high): -?[\d.]+ becomes|^unit/,
    'A value or its range moved by little: which one is right, the clinic knows and signs.',
  ],
  [
    /^policy\.yaml$/,
    /^value: /,
    'A value moved: which one is right, the clinic knows and signs; no case stands at its edge.',
  ],
  [/^policy\.yaml$/, /./, 'A part of a value that is shown and that nothing is decided by.'],
  [
    /^targets\.yaml$/,
    /^minimumRelief: (?:50 becomes 49|80 becomes 79)/,
    'The same rule: scores are whole numbers from 0 to 10, and no relief by them lies between.',
  ],
  [
    /^targets\.yaml$/,
    /^(?:from|to): \d+ becomes/,
    'The same rule: scores are asked for at 15, 30 and 60 minutes, and none of these lies between.',
  ],
  [/^targets\.yaml$/, /^minimumRelief|^blocks/, 'The rule of a target for which no case stands at its edge.'],
  [
    /^targets\.yaml$/,
    /./,
    'Shown to the doctor beside the target (agents, nerves, hazards, indications); nothing is decided by it.',
  ],
  [/^library\.yaml$/, /computed/, 'Rules ask only whether this evidence is there, not what it answers.'],
  [
    /^triage\.yaml$/,
    /redFlag|left out of its list/,
    'Each of the two signs alone has its grade already; what differs is which red flag the pair counts as, or the grade of one pair (test/triage-table.test.ts finds that one).',
  ],
  [
    /^library\.yaml$/,
    /^(?:kr|cr)io|^"(?:krio|cryo)|"codes" left out|\.procedurex|subsetOf/,
    'What a Procedure that is about to begin is called, and its site, is asked on the write: test/procedure-gate.test.ts.',
  ],
  [
    /^library\.yaml$/,
    /^"(?:check-in|diary|block-diary)" left out/,
    'Whose word is taken is asked on the write: packages/server/test/patient-gate.test.ts.',
  ],
  [
    /^plan\.yaml$/,
    /"(?:definitionCanonical|activity)" left out/,
    'The step then opens without its form, or comes to a Task; what proves it is evidence as before.',
  ],
  [/^plan\.yaml$/, /"output" left out/, 'The step is then done by its Task, and not by its form.'],
  [/^plan\.yaml$/, /participant|doctor|nurse|patient/, 'Who may do a step is shown; access is the record’s matter.'],
  [
    /^plan\.yaml$/,
    /^(?:why|status|requiredBehavior)|"(?:why|requiredBehavior)"/,
    'Shown, or asked only when a step is left out.',
  ],
];

export const explanation = ({ file, damage }: Mutant): string =>
  REASONS.find(([inFile, what]) => inFile.test(file) && what.test(damage))?.[2] ??
  '**A gap: no case decides by it yet.**';
