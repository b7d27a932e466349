import { type ReactNode, useId } from 'react';
import { AccessLog } from '../access/access-log.tsx';
import { useSession } from '../app/session.ts';
import { accountTexts } from '../texts/account-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { Caregivers } from './caregivers.tsx';
import { ClinicContactForm } from './clinic-contact-form.tsx';
import { Confirmations } from './confirmations.tsx';
import { OpenSessions } from './open-sessions.tsx';
import { Passkeys } from './passkeys.tsx';
import { Staff } from './staff.tsx';

/** How one signs in and where one is signed in; whom one lets in: the lead colleagues, an administrator new people, a patient their caregivers; and who opened a patient's record. */
export default function AccountPage({ onSignOut }: { readonly onSignOut: () => void }) {
  const { t, texts } = useTranslation();
  texts.add(accountTexts);
  const { person } = useSession();
  const isAtHome = person.role === 'patient' || person.role === 'caregiver';
  return (
    <div className={styles.page}>
      <h1>{t('account.title')}</h1>
      <p>
        {person.name}, {t(`signIn.role.${person.role}`)}
      </p>
      {person.role === 'lead' && <Confirmations />}
      {person.role === 'administrator' && (
        <Part title={t('account.staff.title')}>
          <Staff />
        </Part>
      )}
      {(person.role === 'lead' || person.role === 'administrator') && (
        <Part title={t('account.contact.title')}>
          <ClinicContactForm />
        </Part>
      )}
      {person.role === 'patient' && (
        <Part title={t('account.caregivers.title')}>
          <Caregivers patient={person.who.slice('Patient/'.length)} />
        </Part>
      )}
      {person.role === 'patient' && (
        <Part title={t('account.access')}>
          <AccessLog
            patient={person.who.slice('Patient/'.length)}
            timeZone={Intl.DateTimeFormat().resolvedOptions().timeZone}
          />
        </Part>
      )}
      {!isAtHome && <Passkeys />}
      <Part title={t('account.sessions.title')}>
        <OpenSessions onSignOut={onSignOut} />
      </Part>
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
