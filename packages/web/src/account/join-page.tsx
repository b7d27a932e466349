import { useState } from 'react';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import type { FhirServer } from '../server/fhir-server.ts';
import { canUsePasskeys, joinByPasskey, type PasskeyAnswer } from '../sign-in/passkey.ts';
import { accountTexts } from '../texts/account-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';

/** A new colleague chooses a passkey in place of a password. What the invitation's own page offers without a script stays one press away. */
export default function JoinPage({ server, token }: { readonly server: FhirServer; readonly token: string }) {
  const { t, texts } = useTranslation();
  texts.add(accountTexts);
  const [joined, setJoined] = useState<{ readonly confirmationCode?: string }>();
  const [isAsking, setAsking] = useState(false);
  const [said, setSaid] = useState<PasskeyAnswer>();
  const make = async () => {
    if (isAsking) return;
    setAsking(true);
    const answer = await joinByPasskey(server, token);
    setAsking(false);
    setSaid(answer);
    if (typeof answer === 'object' && answer.ok) setJoined(answer.value);
  };
  if (joined !== undefined) {
    const { confirmationCode } = joined;
    return (
      <div className={styles.page}>
        <h1>{t(confirmationCode === undefined ? 'account.join.in' : 'account.join.oneStep')}</h1>
        {confirmationCode !== undefined && (
          <>
            <p>{t('account.join.tell')}</p>
            <p className={styles.code}>{confirmationCode}</p>
            <Notice tone="info">
              <p>{t('account.join.keep')}</p>
            </Notice>
          </>
        )}
        <p>
          <a href="/app/">{t(confirmationCode === undefined ? 'account.join.onward' : 'account.join.signIn')}</a>
        </p>
      </div>
    );
  }
  return (
    <div className={styles.page}>
      <h1>{t('account.join.title')}</h1>
      <div className={styles.section}>
        <p>{t('account.join.why')}</p>
        {canUsePasskeys() ? (
          <p>
            <Button tone="main" isBusy={isAsking} onPress={make}>
              {t('account.join.make')}
            </Button>
          </p>
        ) : (
          <p>{t('account.cannot')}</p>
        )}
        {said === 'left' && <p role="status">{t('account.left')}</p>}
        {said === 'held' && <p role="status">{t('account.held')}</p>}
        {typeof said === 'object' && !said.ok && <Problem answer={said} />}
        <p>
          <a href={`/sign-in/invitation/${token}`}>{t('account.join.password')}</a>
        </p>
      </div>
    </div>
  );
}
