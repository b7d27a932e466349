import type { Text } from '@cryopath/pathway';
import { DEMO_MARK } from '../demo-tag.ts';
import type { Complaint } from './complaint.ts';
import type { Course, Turn } from './course.ts';
import { LIMB_COMPLAINTS } from './limb-complaints.ts';
import { NERVE_COMPLAINTS } from './nerve-complaints.ts';
import { SPINE_COMPLAINTS } from './spine-complaints.ts';

/** A made-up patient and how far they have come. */
export interface DemoPatient {
  readonly id: string;
  readonly name: string;
  readonly gender: 'female' | 'male';
  readonly birthDate: string;
  /** BCP 47. */
  readonly language: string;
  readonly side: 'left' | 'right';
  readonly complaint: Complaint;
  readonly course: Course;
  /** What a visitor may see as them; without it nobody signs in as them. */
  readonly signIn?: Text;
}

const COMPLAINTS = { ...SPINE_COMPLAINTS, ...LIMB_COMPLAINTS, ...NERVE_COMPLAINTS };

type Line = readonly [
  name: string,
  born: `${'f' | 'm'} ${string}`,
  language: string,
  complaint: keyof typeof COMPLAINTS,
  side: 'left' | 'right',
  course: Course,
  signIn?: Text,
];

const before = (stage: Extract<Course, { kind: 'before' }>['stage'], ago: number, turn: Turn = {}): Course => ({
  kind: 'before',
  stage,
  ago,
  turn,
});
const booked = (inDays: number, turn: Turn = {}): Course => ({ kind: 'booked', inDays, turn });
const today = (now: Extract<Course, { kind: 'today' }>['now']): Course => ({ kind: 'today', now });
const home = (days: number, went: Extract<Course, { kind: 'home' }>['went'], turn: Turn = {}): Course => ({
  kind: 'home',
  days,
  went,
  turn,
});

/** Family names say in their language that nobody bears them: "sample", "made up", "nobody". */
// biome-ignore format: it is read as a table
const LINES: readonly Line[] = [
  ['Anna Przykładowa', 'f 1968-04-12', 'pl', 'lumbar', 'right', before('imaged', 6), { en: 'Before the diagnostic block', pl: 'Przed blokadą diagnostyczną' }],
  ['Jan Umowny', 'm 1957-11-03', 'pl', 'knee', 'left', before('referred', 1)],
  ['Jane Sampleton', 'f 1979-02-20', 'en', 'occipital', 'left', before('referred', 4)],
  ['Zofia Wymyślna', 'f 1951-07-15', 'pl', 'hip', 'right', before('interviewed', 2)],
  ['Marek Pozorny', 'm 1972-01-29', 'pl', 'thoracic', 'left', before('examined', 3)],
  ['Lukas Mustermann', 'm 1983-09-06', 'de', 'cervical', 'right', before('scanned', 2)],
  ['Halina Niebyła', 'f 1960-12-18', 'pl', 'lumbosacral', 'left', before('imaged', 4, { otherCause: 'hernia' })],
  ['Bogdan Papierowy', 'm 1966-05-24', 'pl', 'sacroiliac', 'right', before('blocked', 7, { block: 'negative' }), { en: 'A diagnostic block that did not help', pl: 'Blokada diagnostyczna bez poprawy' }],
  ['Olena Vyhadana', 'f 1976-03-31', 'uk', 'thoracic', 'right', before('blocked', 6, { block: 'first-of-two' })],
  ['Stefan Baśniowy', 'm 1954-08-09', 'pl', 'knee', 'right', before('blocked', 2), { en: 'A diagnostic block that helped', pl: 'Blokada diagnostyczna z poprawą' }],
  ['Marie Exemplaire', 'f 1987-06-02', 'fr', 'whiplash', 'left', before('blocked', 3, { otherCause: 'degeneration', override: 'begun' })],
  ['Ryszard Wydumany', 'm 1963-10-27', 'pl', 'knee', 'left', before('cleared', 4, { contraindication: { linkId: 'cold-urticaria', answer: 'yes' } })],
  ['Grażyna Próbna', 'f 1970-02-08', 'pl', 'hernia', 'right', before('cleared', 2, { contraindication: { linkId: 'coagulopathy', answer: 'unknown' } })],
  ['Henryk Testowy', 'm 1948-04-30', 'pl', 'lumbar', 'left', before('cleared', 3, { anticoagulant: 'apixaban-open' }), { en: 'A plan for a blood thinner that is still open', pl: 'Nieuzgodniony jeszcze plan leku przeciwkrzepliwego' }],
  ['Giulia Esempio', 'f 1952-09-14', 'it', 'hip', 'left', booked(5, { anticoagulant: 'warfarin-agreed' })],
  ['Krystyna Domyślna', 'f 1956-01-21', 'pl', 'kneeReplaced', 'right', before('consented', 1)],
  ['Tomáš Vzorný', 'm 1985-07-11', 'cs', 'hernia', 'left', before('cleared', 3)],
  ['Wanda Malowana', 'f 1964-11-16', 'pl', 'occipital', 'right', before('consented', 2, { consent: 'thinks-it-over' })],
  ['Juan Ejemplo', 'm 1959-03-05', 'es', 'sacrum', 'left', booked(6)],
  ['Barbara Ktosińska', 'f 1974-08-22', 'pl', 'lumbosacral', 'right', booked(1), { en: 'The day before the procedure', pl: 'Dzień przed zabiegiem' }],
  ['Andrzej Nikowski', 'm 1967-12-01', 'pl', 'cervical', 'left', today('waiting')],
  ['Emma Placeholder', 'f 1990-05-17', 'en', 'upperCervical', 'left', today('positioned')],
  ['Leszek Teatralny', 'm 1961-06-25', 'pl', 'lumbar', 'left', today('in-theatre')],
  ['Danuta Urojona', 'f 1958-10-10', 'pl', 'knee', 'right', today('in-recovery')],
  ['Mihai Exemplu', 'm 1981-01-13', 'ro', 'intercostal', 'right', today('discharged'), { en: 'Just gone home', pl: 'Właśnie po wypisie do domu' }],
  ['Irena Legendarna', 'f 1950-02-26', 'pl', 'sacroiliac', 'left', home(1, 'smooth')],
  ['Aylin Örnek', 'f 1992-09-30', 'tr', 'ribFracture', 'left', home(1, 'silent')],
  ['Oksana Pryklad', 'f 1978-04-04', 'uk', 'lumbar', 'left', home(2, 'flare'), { en: 'Day 2: a flare', pl: 'Dzień 2: przejściowe nasilenie bólu' }],
  ['Kazimierz Wyśniony', 'm 1965-07-28', 'pl', 'occipital', 'left', home(3, 'bruised'), { en: 'Day 3: still a little numb', pl: 'Dzień 3: jeszcze lekkie drętwienie' }],
  ['Dorota Bezimienna', 'f 1971-03-19', 'pl', 'knee', 'left', home(6, 'infection'), { en: 'Day 6: fever and a red wound', pl: 'Dzień 6: gorączka i zaczerwieniona rana' }],
  ['Jerzy Hipotetyczny', 'm 1955-12-12', 'pl', 'thoracotomy', 'right', home(10, 'rising'), { en: 'Day 10: pain that rises', pl: 'Dzień 10: narastający ból' }],
  ['Lucyna Niejaka', 'f 1969-08-03', 'pl', 'cervical', 'right', home(14, 'smooth')],
  ['Peter Exampleby', 'm 1962-02-14', 'en', 'hip', 'right', home(15, 'smooth'), { en: 'Two weeks after the procedure', pl: 'Dwa tygodnie po zabiegu' }],
  ['Sofie Eksempel', 'f 1982-11-23', 'da', 'lumbar', 'right', home(30, 'smooth')],
  ['Zbigniew Pewny', 'm 1953-05-07', 'pl', 'knee', 'right', home(92, 'smooth'), { en: 'Three months after the procedure', pl: 'Trzy miesiące po zabiegu' }],
  ['Alicja Zmyślna', 'f 1988-10-20', 'pl', 'hernia', 'left', home(100, 'smooth', { isRestricted: true })],
  ['Minh Vidu', 'm 1977-06-09', 'vi', 'sacroiliac', 'right', home(183, 'smooth')],
  ['Jadwiga Dawna', 'f 1949-01-06', 'pl', 'cervical', 'left', home(366, 'smooth'), { en: 'A year after the procedure', pl: 'Rok po zabiegu' }],
  ['Waldemar Powrotny', 'm 1964-04-17', 'pl', 'lumbosacral', 'right', home(215, 'returning'), { en: 'The pain has come back: a repeat may be considered', pl: 'Ból powrócił: można rozważyć powtórzenie zabiegu' }],
  ['Felicja Schematyczna', 'f 1946-09-02', 'pl', 'ribTumour', 'left', home(20, 'smooth', { otherCause: 'tumour', override: 'by-two' })],
];

export const DEMO_PATIENTS: readonly DemoPatient[] = LINES.map(
  ([name, born, language, complaint, side, course, signIn]) => ({
    id: `demo-${idOf(name)}`,
    name: `${name} ${DEMO_MARK}`,
    gender: born.startsWith('f') ? 'female' : 'male',
    birthDate: born.slice(2),
    language,
    complaint: COMPLAINTS[complaint],
    side,
    course,
    ...(signIn === undefined ? {} : { signIn }),
  }),
);

/** The given name, without marks: `Tomáš Vzorný` is `tomas`. */
function idOf(name: string): string {
  const [given = ''] = name.split(' ');
  return given
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ł', 'l')
    .replace(/[^a-z]/g, '');
}
