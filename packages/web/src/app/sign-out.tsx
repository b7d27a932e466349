import { useCallback, useEffect, useRef, useState } from 'react';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import { forgetPerson } from '../device/forget-person.ts';
import { ownUnsent } from '../device/outbox.ts';
import { useOutbox } from '../device/use-outbox.ts';
import { outboxTexts } from '../texts/outbox-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { OWED_END } from './kept-keys.ts';
import { useSession } from './session.ts';

export interface SignOutProps {
  /** Nobody is signed in any more. */
  readonly onLeft: () => void;
  readonly onStay: () => void;
}

/**
 * Signing out. First everything that waits is sent; whoever then has something that the clinic does not have, perhaps a red flag, is asked, and loses none of it either
 * way (H07, H13). There is no way to delete it here: a press at the end of a shift must not be what a patient's answer is lost by.
 */
export function SignOut({ onLeft, onStay }: SignOutProps) {
  const { server, store, clock, outbox, person } = useSession();
  const { t, texts } = useTranslation();
  texts.add(outboxTexts);
  const unsent = useOutbox(outbox);
  const [isBusy, setBusy] = useState(true);
  const isAsked = useRef(true);

  const leave = useCallback(async () => {
    setBusy(true);
    await forgetPerson(store, person.who);
    const answer = await server.signOut();
    if (!answer.ok && answer.status !== 401) await store.write('kept', OWED_END, clock.now());
    onLeft();
  }, [server, store, clock, person, onLeft]);
  const send = useCallback(async () => {
    setBusy(true);
    await outbox.flush();
    // Whoever has said meanwhile that they stay, stays.
    if (!isAsked.current) return;
    const left = outbox.unsent();
    // Where the clinic knows nobody any more there is nothing to choose: it is kept, and the sign-in page says so.
    if (ownUnsent(left) === 0 || left.isSignedOut) await leave();
    else setBusy(false);
  }, [outbox, leave]);
  useEffect(() => {
    isAsked.current = true;
    send();
    return () => {
      isAsked.current = false;
    };
  }, [send]);

  if (ownUnsent(unsent) === 0) return null;
  const waiting = unsent.waiting + unsent.undelivered;
  const isAtHome = person.role === 'patient' || person.role === 'caregiver';
  return (
    <Dialog
      title={t('outbox.leave.title')}
      onClose={onStay}
      actions={
        <>
          {waiting > 0 && (
            <Button tone="main" isBusy={isBusy} onPress={send}>
              {t('outbox.leave.again')}
            </Button>
          )}
          <Button tone="plain" onPress={onStay}>
            {t('outbox.leave.stay')}
          </Button>
          <Button tone="plain" onPress={leave}>
            {t('outbox.leave.out')}
          </Button>
        </>
      }
    >
      {waiting > 0 && <p>{t('outbox.leave.waiting', { count: waiting })}</p>}
      {unsent.refused > 0 && <p>{t('outbox.leave.refused', { count: unsent.refused })}</p>}
      <p>{t(isAtHome ? 'outbox.leave.call' : 'outbox.leave.tell')}</p>
      <p>{t('outbox.leave.kept')}</p>
      <p role="status">{isBusy ? t('outbox.leave.sending') : ''}</p>
    </Dialog>
  );
}
