import { useEffect, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { DeviceStore } from '../device/device-store.ts';
import type { Answer, FhirServer, Person } from '../server/fhir-server.ts';
import { doorsTexts } from '../texts/doors-texts.ts';
import { outboxTexts } from '../texts/outbox-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { canUsePasskeys, type PasskeyAnswer, signInByPasskey } from './passkey.ts';
import styles from './sign-in-page.module.css';

/** Sign-in of the demonstration: one press for each of its people. Elsewhere staff go to their own page, and patients have a link. */
export default function SignInPage(props: {
  readonly server: FhirServer;
  readonly store: DeviceStore;
  readonly onSignedIn: (person: Person) => void;
}) {
  const { server, store, onSignedIn } = props;
  const { t, texts } = useTranslation();
  texts.add(doorsTexts);
  texts.add(outboxTexts);
  const [kept, setKept] = useState(0);
  useEffect(() => {
    store.all('outbox').then((acts) => setKept(acts.length));
  }, [store]);
  const [people, setPeople] = useState<Answer<readonly Person[]>>();
  const [refusal, setRefusal] = useState<Answer<Person>>();
  useEffect(() => {
    const ask = () => {
      server.people().then(setPeople);
    };
    ask();
    addEventListener('online', ask);
    return () => removeEventListener('online', ask);
  }, [server]);
  const signIn = async (person: string) => {
    const answer = await server.signIn(person);
    if (answer.ok) onSignedIn(answer.value);
    else setRefusal(answer);
  };
  const isStaff = ({ role }: Person) => role !== 'patient' && role !== 'caregiver';
  return (
    <section className={styles.page} aria-labelledby="sign-in">
      <h1 id="sign-in">{t('doors.title')}</h1>
      {kept > 0 && (
        <Notice tone="warning" title={t('form.notSaved')}>
          <p>{t('outbox.keptHere', { count: kept })}</p>
          <p>{t('outbox.keptCall')}</p>
        </Notice>
      )}
      {people === undefined && <Skeleton text={t('app.loading')} />}
      {people?.ok && <p>{t('doors.lead')}</p>}
      {people &&
        !people.ok &&
        (people.status === 404 ? <Doors server={server} onSignedIn={onSignedIn} /> : <Problem answer={people} />)}
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {people?.ok && (
        <>
          <People title={t('doors.clinic')} people={people.value.filter(isStaff)} onChosen={signIn} />
          <People
            title={t('doors.home')}
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
    if (isAsking) return;
    setAsking(true);
    const answer = await signInByPasskey(server);
    const person = typeof answer === 'object' && answer.ok ? await server.me() : undefined;
    setAsking(false);
    if (person?.ok) return onSignedIn(person.value);
    setSaid(person ?? answer);
  };
  return (
    <div className={styles.doors}>
      <h2 className={styles.group}>{t('doors.clinic')}</h2>
      {canUsePasskeys() && (
        <>
          <p>
            <Button tone="main" onPress={byPasskey} isBusy={isAsking}>
              {t('doors.passkey')}
            </Button>
          </p>
          {said === 'left' && <p role="status">{t('doors.left')}</p>}
          {typeof said === 'object' && !said.ok && <Problem answer={said} />}
        </>
      )}
      <p>
        <a href="/sign-in/">{t('doors.staffDoor')}</a>
      </p>
      <h2 className={styles.group}>{t('doors.home')}</h2>
      <p>{t('doors.patientDoor')}</p>
    </div>
  );
}
