import type { RecordResource } from '@cryopath/pathway';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { birthDateInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import type { Answer, FhirServer } from '../server/fhir-server.ts';
import styles from './patients-page.module.css';
import { personName } from './person-name.ts';

/** The clinic's patients. Name and birth date stand together: two identifiers, always (H01). */
export function PatientsPage({ server }: { readonly server: FhirServer }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const [answer, setAnswer] = useState<Answer<readonly RecordResource[]>>();
  useEffect(() => {
    server.patients().then(setAnswer);
  }, [server]);
  return (
    <section aria-labelledby="patients">
      <h1 id="patients" className={styles.title}>
        {t('clinic.patients')}
      </h1>
      {answer === undefined && <p role="status">{t('app.loading')}</p>}
      {answer && !answer.ok && <Problem answer={answer} />}
      {answer?.ok && answer.value.length === 0 && <p>{t('clinic.none')}</p>}
      {answer?.ok && (
        <ul className={styles.list}>
          {answer.value.map((patient) => {
            const born = birthDateInWords(patient.birthDate, language);
            return (
              <li key={String(patient.id)}>
                <AppLink to={{ page: 'patient', patient: String(patient.id) }} className={styles.patient}>
                  <span className={styles.name}>{personName(patient)}</span>
                  {born && <span className={styles.born}>{t('clinic.born', { date: born })}</span>}
                </AppLink>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
