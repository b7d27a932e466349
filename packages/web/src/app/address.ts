import { useSyncExternalStore } from 'react';

/** Where one is in the app, as its address says it. */
export type Place =
  | { readonly page: 'home' }
  | { readonly page: 'patient'; readonly patient: string; readonly step?: string }
  | { readonly page: 'unknown' };

/** FHIR's form of an id (R4, datatypes, "id"). */
const ID = /^[A-Za-z0-9.-]{1,64}$/;

/** @param path of the address, such as `/app/patient/demo-anna/step/diagnostic-block` */
export function placeOf(path: string): Place {
  const [root, page, patient, part, step, ...more] = path.split('/').filter((each) => each !== '');
  if (root !== 'app' || more.length > 0) return { page: 'unknown' };
  if (page === undefined) return { page: 'home' };
  if (page !== 'patient' || patient === undefined || !ID.test(patient)) return { page: 'unknown' };
  if (part === undefined) return { page: 'patient', patient };
  return part === 'step' && step !== undefined && ID.test(step)
    ? { page: 'patient', patient, step }
    : { page: 'unknown' };
}

export function addressOf(place: Exclude<Place, { page: 'unknown' }>): string {
  if (place.page === 'home') return '/app/';
  return `/app/patient/${place.patient}${place.step === undefined ? '' : `/step/${place.step}`}`;
}

const MOVED = 'cryopath:moved';

/** Goes to a place without loading the page again. */
export function goTo(place: Exclude<Place, { page: 'unknown' }>): void {
  history.pushState(null, '', addressOf(place) + location.search);
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
