import { isoOf, type Text } from '@cryopath/pathway';
import { patientRequester, requesterFor } from '../people.ts';
import type { Act } from './act.ts';
import { done, filled, type Hand, stepTask } from './form-entries.ts';
import { levelOf } from './qualification.ts';
import { DAYS_BEFORE, later, procedureDay, type Story } from './story.ts';

/** The diagnostic block: two of them where the target's rule asks for two, each followed by hours that the patient writes down at home. */
export function blocks(story: Story): readonly Act[] {
  const { patient } = story;
  const { turn } = patient.course;
  const isTwice = patient.complaint.isDual === true && turn?.block === undefined;
  const first = block(story, DAYS_BEFORE.block, 'block');
  return isTwice ? [...first, ...block(story, DAYS_BEFORE.secondBlock, 'second-block')] : first;
}

function block(story: Story, days: number, as: 'block' | 'second-block'): readonly Act[] {
  const { patient, doctor, pain } = story;
  const { complaint, side, course } = patient;
  const day = procedureDay(patient) + days;
  const injected = story.at(day, '10:00');
  const at = later(injected, 65);
  const isNegative = course.turn?.block === 'negative';
  const [after15, after30, after60] = isNegative ? [pain - 1, pain - 2, pain - 1] : [3, 1, 1];
  const answers = {
    target: complaint.target,
    ...levelOf(story),
    side,
    guidance: complaint.guidance,
    agent: 'lidocaine-2',
    volume: complaint.volume,
    'injected-at': isoOf(injected),
    sedation: false,
    opioid: false,
    movement: complaint.movement,
    'before.pain': pain,
    'at-15.pain': after15,
    'at-15.provoked-by': 'same',
    'at-30.pain': after30,
    'at-30.provoked-by': 'same',
    'at-60.pain': after60,
    'at-60.provoked-by': 'same',
    complications: { en: 'None', pl: 'Brak' },
  } as const;
  const home = later(injected, 8 * 60 + 10);
  const set: Act = {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      return as === 'block'
        ? done(hand, 'diagnostic-block', answers)
        : filled(hand, 'diagnostic-block', answers, 'second-block');
    },
  };
  // A block of this morning has no evening yet.
  if (home > story.planned) return [set];
  const diary: Act = {
    chart: patient.id,
    at: home,
    by: patientRequester(patient.id),
    write: (made) =>
      filled(
        { story, at: home, who: `Patient/${patient.id}`, pathway: made('pathway') },
        'block-diary',
        diaryAnswers(pain, isNegative),
        `${as}-diary`,
      ),
  };
  return [set, diary];
}

/** The relief wears off in the afternoon. */
function diaryAnswers(pain: number, isNegative: boolean) {
  const scores = [120, 180, 240, 300, 360, 420, 480].map((minutes, index) => {
    const score = isNegative ? pain - 1 : Math.min(pain, 1 + index);
    return [
      [`at-${minutes}.pain`, score],
      [`at-${minutes}.provoked-by`, 'same'],
    ] as const;
  });
  return Object.fromEntries(scores.flat()) as Readonly<Record<string, number | string>>;
}

/** What is known, and what the doctor decides by it. */
export function decision(story: Story): Act {
  const { patient, doctor } = story;
  const at = story.at(procedureDay(patient) + DAYS_BEFORE.decision, '13:00');
  return {
    chart: patient.id,
    at,
    by: requesterFor(doctor),
    write(made) {
      const hand: Hand = { story, at, who: doctor.who, pathway: made('pathway') };
      return [
        stepTask(hand, 'block-diary', made('block-diary')),
        ...done(hand, 'qualification-decision', {
          decision: 'qualified',
          target: patient.complaint.target,
          ...levelOf(story),
          side: patient.side,
          grounds: groundsOf(story),
        }),
      ];
    },
  };
}

const groundsOf = ({ patient, pain }: Story): Text => {
  const after = `${pain} → 1`;
  return patient.complaint.isDual
    ? {
        en: `Two blocks on two days, pain on the same movement ${after} each time`,
        pl: `Dwie blokady w dwóch dniach, ból przy tym samym ruchu za każdym razem ${after}`,
      }
    : {
        en: `Pain on the same movement ${after} after the block; examination and images agree`,
        pl: `Ból przy tym samym ruchu po blokadzie ${after}; badanie i obrazy zgodne`,
      };
};
