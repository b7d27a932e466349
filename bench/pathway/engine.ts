import { readdirSync, readFileSync } from 'node:fs';
import {
  advise,
  compileProtocol,
  evaluate,
  instantOf,
  type Protocol,
  type RecordResource,
  responseTo,
} from '@cryopath/pathway';

// How long the engine takes, in one process, warm: `npm run bench:pathway`. Goals: evaluate of 40 steps over 200 resources <= 10 ms, advice <= 2 ms,
// loading and compiling the protocol <= 300 ms. Nothing is asserted.

const folder = new URL('../../protocols/cryoablation/', import.meta.url);
const load = () => {
  const names = (readdirSync(folder, { recursive: true }) as string[]).filter(
    (name) => name.endsWith('.yaml') && !name.startsWith('cases'),
  );
  const compiled = compileProtocol(
    Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), 'utf8')])),
  );
  if (!compiled.ok) throw new Error('The protocol does not compile');
  return compiled.protocol;
};

/** Of the processor, so that what else a shared machine does is not counted. */
const milliseconds = (work: () => unknown): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};

/** The middle and the 95th percentile of so many runs. */
function measured(name: string, goal: string, runs: number, work: (run: number) => unknown): string {
  const took = Array.from({ length: runs }, (_, run) => milliseconds(() => work(run))).toSorted((a, b) => a - b);
  const at = (share: number) => (took[Math.floor(share * (runs - 1))] ?? 0).toFixed(2);
  return `| ${name} | ${goal} | ${at(0.5)} ms | ${at(0.95)} ms |`;
}

const cold = milliseconds(load);
const protocol = load();

/** The protocol with as many steps as the goal names: its own, and copies of them under other names. */
const forty: Protocol = {
  ...protocol,
  steps: Array.from({ length: 40 }, (_, index) => {
    const step = protocol.steps[index % protocol.steps.length];
    if (!step) throw new Error('A protocol without steps');
    return index < protocol.steps.length ? step : { ...step, id: `${step.id}-${index}` };
  }),
};

const at = (day: number, hour = 9) =>
  instantOf(`2026-03-${String(day).padStart(2, '0')}T${String(hour).padStart(2, '0')}:00:00+01:00`);
const patient = 'bench';
const subject = { reference: `Patient/${patient}` };
const checkIn = protocol.forms.find(({ id }) => id === 'check-in');
if (!checkIn) throw new Error('A protocol without a check-in');
const answers = {
  pain: 4,
  compared: 'same',
  numbness: ['mild-numbness'],
  fever: ['none'],
  site: ['tender'],
  'bladder-bowel': ['none'],
  other: ['none'],
};
const response = (day: number) =>
  responseTo(checkIn, answers, { patient, at: at(day, 18), status: 'completed' }) as unknown as RecordResource;

/** Two hundred resources: forms answered, a procedure, check-ins, and the Observations of a diary. */
const resources: readonly RecordResource[] = [
  ...protocol.forms.slice(0, 22).map(
    (form, index): RecordResource => ({
      resourceType: 'QuestionnaireResponse',
      id: `form-${index}`,
      questionnaire: `${form.url}|${form.version}`,
      status: 'completed',
      subject,
      authored: '2026-03-01T10:00:00+01:00',
      item: form.item.map(({ linkId }) => ({ linkId, answer: [{ valueString: 'x' }] })),
    }),
  ),
  {
    resourceType: 'Procedure',
    id: 'procedure',
    status: 'completed',
    subject,
    code: { coding: [{ system: 'urn:cryopath:code', code: 'cryoablation' }] },
    performedPeriod: { start: '2026-03-02T09:00:00+01:00', end: '2026-03-02T10:00:00+01:00' },
  },
  ...Array.from({ length: 14 }, (_, index) => response(3 + index)),
  ...Array.from(
    { length: 163 },
    (_, index): RecordResource => ({
      resourceType: 'Observation',
      id: `diary-${index}`,
      status: 'final',
      subject,
      effectiveDateTime: '2026-03-05T10:00:00+01:00',
      code: { coding: [{ system: 'http://loinc.org', code: '72514-3' }] },
      valueInteger: index % 11,
    }),
  ),
];
const record = { patient, resources };
const now = at(18);
for (let warm = 0; warm < 200; warm++) {
  evaluate(forty, record, now);
  advise(protocol, record, response(17), now);
}

console.log(
  `| Engine, ${forty.steps.length} steps over ${resources.length} resources | Goal | middle | 95 % |\n|---|---|---|---|`,
);
console.log(`| loading and compiling the protocol, cold | <= 300 ms | ${cold.toFixed(0)} ms | |`);
console.log(measured('loading and compiling the protocol, warm', '<= 300 ms', 15, load));
console.log(measured('evaluate', '<= 10 ms', 500, () => evaluate(forty, record, now)));
console.log(
  measured('advice on a check-in', '<= 2 ms', 500, (run) => advise(protocol, record, response(4 + (run % 13)), now)),
);
