import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { Skeleton } from '../design/skeleton.tsx';
import type { DeviceStore } from '../device/device-store.ts';
import { outbox as outboxOf } from '../device/outbox.ts';
import type { FhirServer, Person } from '../server/fhir-server.ts';
import type { ServerClock } from '../server/server-clock.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { goTo, type Place, usePlace } from './address.ts';
import { Frame } from './frame.tsx';
import { type Session, SessionContext } from './session.ts';

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

/** Who was signed in when the clinic could last be reached: without a network a patient still gets to their own pages. */
const KEPT_PERSON = 'person';

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
    },
    [store],
  );
  useEffect(() => {
    let asked = true;
    const ask = async () => {
      const answer = await server.me();
      if (!asked) return;
      if (answer.ok) return signedIn(answer.value);
      const kept = answer.status === 'unreachable' ? await store.read<Person>('kept', KEPT_PERSON) : undefined;
      setPerson(kept ?? 'nobody');
    };
    ask();
    return () => {
      asked = false;
    };
  }, [server, store, signedIn]);
  const signOut = useCallback(async () => {
    await server.signOut();
    await store.clear();
    setPerson('nobody');
    goTo({ page: 'home' });
  }, [server, store]);
  const outbox = useMemo(() => outboxOf(server, store), [server, store]);
  const session = useMemo(
    (): Session | undefined =>
      person === undefined || person === 'nobody' ? undefined : { server, clock, store, outbox, person },
    [server, clock, store, outbox, person],
  );

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
          <SignInPage server={server} onSignedIn={signedIn} />
        </Suspense>
      </Frame>
    );
  }
  return (
    <SessionContext value={session}>
      <Frame session={session} demo={demo} onSignOut={signOut}>
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <Pages person={session.person} place={place} onSignOut={signOut} />
        </Suspense>
      </Frame>
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
