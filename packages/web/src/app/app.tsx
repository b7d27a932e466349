import { type ComponentType, lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Skeleton } from '../design/skeleton.tsx';
import type { DeviceStore } from '../device/device-store.ts';
import { outbox as outboxOf } from '../device/outbox.ts';
import type { FhirServer, Person } from '../server/fhir-server.ts';
import type { ServerClock } from '../server/server-clock.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { goTo, type Place, usePlace } from './address.ts';
import { Frame } from './frame.tsx';
import { KEPT_PERSON, OWED_END } from './kept-keys.ts';
import { type Session, SessionContext } from './session.ts';
import type { SignOutProps } from './sign-out.tsx';

// Patients do not load the clinic, nor the clinic what stands at home, nor whoever is signed in the doors.
const SignInPage = lazy(() => import('../sign-in/sign-in-page.tsx'));
const PatientPages = lazy(() => import('../patient/patient-pages.tsx'));
const ClinicPages = lazy(() => import('../clinic/clinic-pages.tsx'));
const AccountPage = lazy(() => import('../account/account-page.tsx'));
const JoinPage = lazy(() => import('../account/join-page.tsx'));

export interface AppProps {
  readonly server: FhirServer;
  readonly clock: ServerClock;
  readonly store: DeviceStore;
}

const isAtHome = ({ role }: Person): boolean => role === 'patient' || role === 'caregiver';

export function App({ server, clock, store }: AppProps) {
  const { t } = useTranslation();
  const place = usePlace();
  const [person, setPerson] = useState<Person | 'nobody'>();
  const [isDemo, setDemo] = useState(false);
  useEffect(() => {
    server.isDemo().then(setDemo);
  }, [server]);
  const demo = isDemo ? server : undefined;
  const signedIn = useCallback(
    (who: Person) => {
      setPerson(who);
      if (isAtHome(who)) store.write('kept', KEPT_PERSON, who);
      else store.remove('kept', KEPT_PERSON);
    },
    [store],
  );
  useEffect(() => {
    let asked = true;
    const ask = async () => {
      const owed = await store.read<number>('kept', OWED_END);
      if (owed !== undefined && !(await (await import('./owed-end.ts')).isEnded(server, store, owed))) {
        return setPerson('nobody');
      }
      const answer = await server.me();
      if (!asked) return;
      if (answer.ok) return signedIn(answer.value);
      const kept = answer.status === 'unreachable' ? await store.read<Person>('kept', KEPT_PERSON) : undefined;
      setPerson(kept ?? 'nobody');
      // Whoever was signed in still is when the network comes back, and finds what they had begun.
      if (answer.status === 'unreachable') addEventListener('online', ask, { once: true });
    };
    ask();
    return () => {
      asked = false;
      removeEventListener('online', ask);
    };
  }, [server, store, signedIn]);
  const [SignOut, setSignOut] = useState<ComponentType<SignOutProps>>();
  const signOut = useCallback(async () => {
    const { SignOut: loaded } = await import('./sign-out.tsx');
    setSignOut(() => loaded);
  }, []);
  // The session is over: what was begun and what waits stays for whoever signs in next, if it is theirs.
  const ended = useCallback(() => setPerson('nobody'), []);
  const stay = useCallback(() => setSignOut(undefined), []);
  const left = useCallback(() => {
    stay();
    setPerson('nobody');
    goTo({ page: 'home' });
  }, [stay]);
  const session = useMemo(
    (): Session | undefined =>
      person === undefined || person === 'nobody'
        ? undefined
        : { server, clock, store, outbox: outboxOf(server, store, person.who), person },
    [server, clock, store, person],
  );
  // What waited for this person to come back need not wait for its turn.
  useEffect(() => {
    session?.outbox.flush();
  }, [session]);

  if (place.page === 'join') {
    return (
      <Frame demo={demo}>
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <JoinPage server={server} token={place.token} />
        </Suspense>
      </Frame>
    );
  }
  if (person === undefined) return <Frame demo={demo} />;
  if (session === undefined) {
    return (
      <Frame demo={demo}>
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <SignInPage server={server} store={store} onSignedIn={signedIn} />
        </Suspense>
      </Frame>
    );
  }
  return (
    <SessionContext value={session}>
      <Frame session={session} demo={demo} onSignOut={signOut} onEnded={ended}>
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <Pages person={session.person} place={place} onSignOut={signOut} />
        </Suspense>
      </Frame>
      {SignOut && <SignOut onLeft={left} onStay={stay} />}
    </SessionContext>
  );
}

/** Administrators and auditors see no worklist: what is theirs is on their own page. */
function Pages(props: { readonly person: Person; readonly place: Place; readonly onSignOut: () => void }) {
  const { person, place, onSignOut } = props;
  const hasWorklist = person.role !== 'administrator' && person.role !== 'auditor';
  if (place.page === 'account' || (!hasWorklist && place.page === 'home')) return <AccountPage onSignOut={onSignOut} />;
  return isAtHome(person) ? <PatientPages /> : <ClinicPages />;
}
