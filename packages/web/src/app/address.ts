import { useSyncExternalStore } from 'react';

/** Where one is in the app, as its address says it. */
export type Place =
  | { readonly page: 'home' }
  | { readonly page: PlainPage }
  | { readonly page: 'form'; readonly form: string; readonly step?: string }
  | { readonly page: 'patient'; readonly patient: string; readonly step?: string }
  | { readonly page: 'freeze-plan'; readonly patient: string }
  | { readonly page: 'join'; readonly token: string }
  | { readonly page: 'unknown' };
/** Pages that have nothing but their name: of the patient, the first three; of the clinic, the fourth; of everybody, the last. */
type PlainPage = 'check-in' | 'diary' | 'help' | 'alerts' | 'account';
export type KnownPlace = Exclude<Place, { page: 'unknown' }>;

const PLAIN: readonly string[] = ['check-in', 'diary', 'help', 'alerts', 'account'] satisfies PlainPage[];
const isPlain = (page: string): page is PlainPage => PLAIN.includes(page);

/** FHIR's form of an id (R4, datatypes, "id"). */
const ID = /^[A-Za-z0-9.-]{1,64}$/;

/** Of an invitation: 256 bits, base64url. */
const TOKEN = /^[\w-]{43}$/;

/** @param path of the address, such as `/app/patient/demo-anna/step/diagnostic-block` */
export function placeOf(path: string): Place {
  const [root, page, id, part, step, ...more] = path.split('/').filter((each) => each !== '');
  if (root !== 'app' || more.length > 0) return { page: 'unknown' };
  if (page === undefined) return { page: 'home' };
  if (isPlain(page)) return id === undefined ? { page } : { page: 'unknown' };
  if (page === 'join') return part === undefined ? joinPlace(id) : { page: 'unknown' };
  if (id === undefined || !ID.test(id)) return { page: 'unknown' };
  if (page === 'form') return formPlace(id, part, step);
  if (page !== 'patient') return { page: 'unknown' };
  if (part === undefined) return { page, patient: id };
  if (part === 'freeze-plan' && step === undefined) return { page: part, patient: id };
  return part === 'step' && step !== undefined && ID.test(step) ? { page, patient: id, step } : { page: 'unknown' };
}

const joinPlace = (token = ''): Place => (TOKEN.test(token) ? { page: 'join', token } : { page: 'unknown' });

function formPlace(form: string, step: string | undefined, more: string | undefined): Place {
  if (step === undefined) return { page: 'form', form };
  return more === undefined && ID.test(step) ? { page: 'form', form, step } : { page: 'unknown' };
}

export function addressOf(place: KnownPlace): string {
  switch (place.page) {
    case 'home':
      return '/app/';
    case 'form':
      return `/app/form/${place.form}${place.step === undefined ? '' : `/${place.step}`}`;
    case 'patient':
      return `/app/patient/${place.patient}${place.step === undefined ? '' : `/step/${place.step}`}`;
    case 'join':
      return `/app/join/${place.token}`;
    case 'freeze-plan':
      return `/app/patient/${place.patient}/freeze-plan`;
    default:
      return `/app/${place.page}`;
  }
}

/** Told to the window when one has gone to another place. */
export const MOVED = 'cryopath:moved';

/** Goes to a place without loading the page again. */
export function goTo(place: KnownPlace): void {
  history.pushState(null, '', addressOf(place) + location.search);
  scrollTo(0, 0);
  dispatchEvent(new Event(MOVED));
}

const subscribe = (changed: () => void) => {
  addEventListener('popstate', changed);
  addEventListener(MOVED, changed);
  return () => {
    removeEventListener('popstate', changed);
    removeEventListener(MOVED, changed);
  };
};

export const usePlace = (): Place => placeOf(useSyncExternalStore(subscribe, () => location.pathname));
