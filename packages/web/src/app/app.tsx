import type { Clock } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ChartPage } from '../clinic/chart-page.tsx';
import { PatientsPage } from '../clinic/patients-page.tsx';
import { TodayPage } from '../patient/today-page.tsx';
import type { FhirServer, Person } from '../server/fhir-server.ts';
import { SignInPage } from '../sign-in/sign-in-page.tsx';
import { goTo, usePlace } from './address.ts';
import { Frame } from './frame.tsx';

export interface AppProps {
  readonly server: FhirServer;
  readonly clock: Clock;
}

/** Who is signed in; `undefined` while that is being asked, `nobody` when no one is. */
type Session = Person | 'nobody' | undefined;

export function App({ server, clock }: AppProps) {
  const [session, setSession] = useState<Session>();
  useEffect(() => {
    let asked = true;
    server.me().then((answer) => asked && setSession(answer.ok ? answer.value : 'nobody'));
    return () => {
      asked = false;
    };
  }, [server]);
  const signOut = useCallback(async () => {
    await server.signOut();
    setSession('nobody');
    goTo({ page: 'home' });
  }, [server]);

  if (session === undefined) return <Frame />;
  if (session === 'nobody') {
    return (
      <Frame>
        <SignInPage server={server} onSignedIn={setSession} />
      </Frame>
    );
  }
  return (
    <Frame person={session} onSignOut={signOut}>
      <Page server={server} clock={clock} person={session} />
    </Frame>
  );
}

function Page({ server, clock, person }: AppProps & { readonly person: Person }) {
  const place = usePlace();
  const { t } = useTranslation();
  if (person.role === 'patient') {
    return <TodayPage server={server} clock={clock} patient={person.who.slice('Patient/'.length)} />;
  }
  switch (place.page) {
    case 'home':
      return <PatientsPage server={server} />;
    case 'patient':
      return (
        <ChartPage key={place.patient} server={server} clock={clock} patient={place.patient} openStep={place.step} />
      );
    case 'unknown':
      return <h1>{t('app.notFound')}</h1>;
    default:
      return place satisfies never;
  }
}
