import { useEffect, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer, FhirServer, Person } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { canUsePasskeys, type PasskeyAnswer, signInByPasskey } from './passkey.ts';
import styles from './sign-in-page.module.css';

/** Sign-in of the demonstration: one press for each of its people. Elsewhere staff go to their own page, and patients have a link. */
export default function SignInPage(props: {
  readonly server: FhirServer;
  readonly onSignedIn: (person: Person) => void;
}) {
  const { server, onSignedIn } = props;
  const { t } = useTranslation();
  const [people, setPeople] = useState<Answer<readonly Person[]>>();
  const [refusal, setRefusal] = useState<Answer<Person>>();
  useEffect(() => {
    server.people().then(setPeople);
  }, [server]);
  const signIn = async (person: string) => {
    const answer = await server.signIn(person);
    if (answer.ok) onSignedIn(answer.value);
    else setRefusal(answer);
  };
  const isStaff = ({ role }: Person) => role !== 'patient' && role !== 'caregiver';
  return (
    <section className={styles.page} aria-labelledby="sign-in">
      <h1 id="sign-in">{t('signIn.title')}</h1>
      {people === undefined && <Skeleton text={t('app.loading')} />}
      {people?.ok && <p>{t('signIn.lead')}</p>}
      {people &&
        !people.ok &&
        (people.status === 404 ? <Doors server={server} onSignedIn={onSignedIn} /> : <Problem answer={people} />)}
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {people?.ok && (
        <>
          <People title={t('signIn.clinic')} people={people.value.filter(isStaff)} onChosen={signIn} />
          <People
            title={t('signIn.home')}
            people={people.value.filter((person) => !isStaff(person))}
            onChosen={signIn}
          />
        </>
      )}
    </section>
  );
}

function People(props: {
  readonly title: string;
  readonly people: readonly Person[];
  readonly onChosen: (person: string) => void;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (props.people.length === 0) return null;
  return (
    <>
      <h2 className={styles.group}>{props.title}</h2>
      <ul className={styles.people}>
        {props.people.map(({ person, name, role, about }) => (
          <li key={person}>
            <button type="button" className={styles.person} onClick={() => props.onChosen(person)}>
              <span className={styles.name}>{name}</span>
              <span className={styles.role}>{about?.[language] ?? t(`signIn.role.${role}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

/** The doors of a clinic that is no demonstration: a passkey here, a password on the server's own page, a link for patients. */
function Doors({ server, onSignedIn }: { readonly server: FhirServer; readonly onSignedIn: (person: Person) => void }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState<PasskeyAnswer>();
  const byPasskey = async () => {
    setAsking(true);
    const answer = await signInByPasskey(server);
    const person = typeof answer === 'object' && answer.ok ? await server.me() : undefined;
    setAsking(false);
    if (person?.ok) return onSignedIn(person.value);
    setSaid(person ?? answer);
  };
  return (
    <div className={styles.doors}>
      <h2 className={styles.group}>{t('signIn.clinic')}</h2>
      {canUsePasskeys() && (
        <>
          <p>
            <Button tone="main" onPress={byPasskey} isDisabled={isAsking}>
              {t('signIn.passkey')}
            </Button>
          </p>
          {said === 'left' && <p role="status">{t('signIn.left')}</p>}
          {typeof said === 'object' && !said.ok && <Problem answer={said} />}
        </>
      )}
      <p>
        <a href="/sign-in/">{t('signIn.staffDoor')}</a>
      </p>
      <h2 className={styles.group}>{t('signIn.home')}</h2>
      <p>{t('signIn.patientDoor')}</p>
    </div>
  );
}
