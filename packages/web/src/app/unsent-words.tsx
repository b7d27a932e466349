import { useEffect, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Notice } from '../design/notice.tsx';
import type { Act, Outbox, Unsent } from '../device/outbox.ts';
import { outboxTexts } from '../texts/outbox-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './frame.module.css';
import { RefusedAct } from './refused-act.tsx';
import { useSession } from './session.ts';

/** What seldom becomes of an entry: failed on again and again, refused, kept for somebody else, or waiting for its maker to sign in again. Of another person's entries there is a number, and nothing else. */
export default function UnsentWords(props: {
  readonly outbox: Outbox;
  readonly unsent: Unsent;
  readonly onEnded: (() => void) | undefined;
}) {
  const { outbox, onEnded } = props;
  const { waiting, undelivered, refused, others, isSignedOut } = props.unsent;
  const { t, texts } = useTranslation();
  texts.add(outboxTexts);
  const { role } = useSession().person;
  const isAtHome = role === 'patient' || role === 'caregiver';
  const [acts, setActs] = useState<readonly Act[]>([]);
  useEffect(() => {
    outbox.refused().then((found) => refused === found.length && setActs(found));
  }, [outbox, refused]);
  return (
    <>
      {isSignedOut && (
        <div className={styles.waiting}>
          <Notice tone="fault" title={t('outbox.signedOutTitle')} isSudden>
            <p>{t('outbox.signedOut', { count: waiting })}</p>
            <p>
              <Button tone="plain" onPress={onEnded}>
                {t('outbox.signInAgain')}
              </Button>
            </p>
          </Notice>
        </div>
      )}
      {undelivered > 0 && (
        <div className={styles.waiting}>
          <Notice tone="fault" title={t('outbox.undeliveredTitle')} isSudden>
            <p>{t('outbox.undelivered', { count: undelivered })}</p>
            <p>{t(isAtHome ? 'outbox.undeliveredCall' : 'outbox.undeliveredTell')}</p>
          </Notice>
        </div>
      )}
      {refused > 0 && (
        <div className={styles.waiting}>
          <Notice tone="fault" title={t('outbox.refusedTitle')} isSudden>
            <p>{t('outbox.refused', { count: refused })}</p>
            {isAtHome && <p>{t('outbox.refusedCall')}</p>}
            {acts.map((act) => (
              <RefusedAct key={act.key} act={act} />
            ))}
            <p>
              <Button tone="plain" onPress={() => outbox.forgetRefused()}>
                {t('outbox.read')}
              </Button>
            </p>
          </Notice>
        </div>
      )}
      {others > 0 && (
        <div className={styles.waiting}>
          <Notice tone="info">
            <p>{t('outbox.kept', { count: others })}</p>
          </Notice>
        </div>
      )}
    </>
  );
}
