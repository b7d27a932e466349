import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Problem } from '../app/problem.tsx';
import type { Answer, FhirServer, Person } from '../server/fhir-server.ts';
import styles from './sign-in-page.module.css';

/** Sign-in of the demonstration: one press for each of its people. */
export function SignInPage(props: { readonly server: FhirServer; readonly onSignedIn: (person: Person) => void }) {
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
  return (
    <section className={styles.page} aria-labelledby="sign-in">
      <h1 id="sign-in">{t('signIn.title')}</h1>
      {people?.ok && <p>{t('signIn.lead')}</p>}
      {people && !people.ok && (people.status === 404 ? <p>{t('signIn.none')}</p> : <Problem answer={people} />)}
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      <ul className={styles.people}>
        {people?.ok &&
          people.value.map(({ person, name, role }) => (
            <li key={person}>
              <button type="button" className={styles.person} onClick={() => signIn(person)}>
                <span className={styles.role}>{t(`signIn.role.${role}`)}</span>
                <span className={styles.name}>{name}</span>
              </button>
            </li>
          ))}
      </ul>
    </section>
  );
}
