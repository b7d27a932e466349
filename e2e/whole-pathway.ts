import { type FilledForm, NO, YES } from './fill-form.ts';

const each = (names: readonly string[], answer: FilledForm[string]): FilledForm =>
  Object.fromEntries(names.map((name) => [name, answer]));
const FIRST = { option: 0 } as const;
const RIGHT = { option: 1 } as const;

/** The right joint L4/L5, the same in block, decision and time-out. */
const SITE: FilledForm = { target: { picked: 1 }, level: { picked: 'L4/L5' }, side: RIGHT };

export const blockForm = (painAfter: number): FilledForm => ({
  ...SITE,
  agent: FIRST,
  volume: '0,4',
  sedation: NO,
  opioid: NO,
  movement: 'extension',
  'before.pain': { score: 8 },
  'at-15.pain': { score: painAfter < 6 ? 6 : 8 },
  'at-30.pain': { score: painAfter },
  'at-60.pain': { score: 7 },
});

export const DECISION: FilledForm = { decision: FIRST, ...SITE, grounds: 'Relief of 75 % at L4/L5 on the right.' };

export const CONSENT: FilledForm = {
  ...each(['told-procedure', 'told-effect', 'told-risks', 'told-alternatives', 'told-aftercare'], YES),
  language: 'polski',
  decision: FIRST,
};

export const CONTRAINDICATIONS: FilledForm = {
  ...each(
    [
      'refusal',
      'infection',
      'cryoglobulinaemia',
      'cold-haemoglobinuria',
      'cold-urticaria',
      'coagulopathy',
      'critical-nerve',
      'red-flag-disease',
      'pregnancy-fluoroscopy',
      'raynaud',
      'cold-agglutinins',
      'sickle-cell',
      'pregnancy',
      'anaesthetic-allergy',
      'poor-skin',
      'hardware',
      'contralateral-lung',
      'non-anatomical-pain',
      'negative-block',
      'word',
    ],
    FIRST,
  ),
};

export const ANTICOAGULANTS: FilledForm = { takes: FIRST };

export const POSITIONING: FilledForm = { padded: YES, disinfected: YES };
export const LOCATING: FilledForm = { 'painful-area': YES, marked: YES, 'level-counted': YES };

/** Page by page: who answers one does not see the others. */
export const TIME_OUT: readonly FilledForm[] = [
  { identity: YES },
  { 'consent-seen': YES },
  { 'allergies-checked': YES },
  { 'images-shown': YES },
  { 'marks-checked': YES },
  {
    'first.target': { picked: 1 },
    'first.level': { picked: 'L4/L5' },
    'first.side': RIGHT,
  },
  { 'patient-side': RIGHT },
];

/** What the second person enters, under their own sign-in. */
export const TIME_OUT_SECOND: FilledForm = {
  'second.target': { picked: 1 },
  'second.level': { picked: 'L4/L5' },
  'second.side': RIGHT,
};

export const ANAESTHESIA: FilledForm = { agent: FIRST, volume: '1', 'given-at': 'now', 'aspiration-clear': YES };
export const PROBE: FilledForm = {
  device: 'Cryo-S Painless',
  'tip-confirmed': YES,
  'sensory.tested': NO,
  'motor.tested': NO,
};
export const FREEZING: FilledForm = {
  cycles: '1',
  'cycle-1.started-at': 'now',
  'cycle-1.freeze': '2',
  'cycle-1.temperature': '-70',
  'cycle-1.thaw': '45',
  thawed: YES,
  skin: FIRST,
  'stopped-early': NO,
};
export const COMPLETION: FilledForm = {
  'probe-removed-at': 'now',
  dressing: YES,
  bleeding: FIRST,
  complication: FIRST,
};
export const RECOVERY: FilledForm = {
  'arrived-at': 'now',
  ...each(
    ['arrival', 'leaving'].flatMap((when) =>
      ['strength', 'sensation', 'dressing', 'breathing'].map((what) => `${when}.${what}`),
    ),
    FIRST,
  ),
};
export const DISCHARGE: FilledForm = {
  ...each(
    ['well', 'vitals-stable', 'pain-bearable', 'no-new-deficit', 'walks', 'dressing-dry', 'breathing-normal'],
    YES,
  ),
  numb: FIRST,
  ...each(['no-driving-today', 'red-flags-told', 'leaflet-given'], YES),
};
