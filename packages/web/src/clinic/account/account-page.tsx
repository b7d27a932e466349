import { useTranslation } from 'react-i18next';
import { useSession } from '../../app/session.ts';
import styles from './account-page.module.css';
import { Confirmations } from './confirmations.tsx';
import { Passkeys } from './passkeys.tsx';

/** How one signs in, and, for the lead, who waits to be let in. */
export function AccountPage() {
  const { t } = useTranslation();
  const { person } = useSession();
  return (
    <div className={styles.page}>
      <h1>{t('account.title')}</h1>
      <p>
        {person.name}, {t(`signIn.role.${person.role}`)}
      </p>
      {person.role === 'lead' && <Confirmations />}
      <Passkeys />
    </div>
  );
}
