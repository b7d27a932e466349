import type { Instant } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { addPasskey, canUsePasskeys, type PasskeyAnswer } from '../sign-in/passkey.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';

interface Passkey {
  readonly id: string;
  /** FHIR instants. */
  readonly madeAt: string;
  readonly usedAt?: string;
}

/** One's own passkeys: how many, since when, one more, one fewer. The last way in stays: the server sees to it. */
export function Passkeys() {
  const { server } = useSession();
  const { t } = useTranslation();
  const [keys, setKeys] = useState<Answer<readonly Passkey[]>>();
  const [said, setSaid] = useState<PasskeyAnswer>();
  const read = useCallback(async () => setKeys(await server.door<readonly Passkey[]>('GET', '/passkeys')), [server]);
  useEffect(() => {
    read();
  }, [read]);
  // Whoever was let in by a wish, as in the demonstration.
  const hasNoAccount = keys?.ok === false && keys.status === 403;
  const add = async () => {
    setSaid(await addPasskey(server));
    await read();
  };
  const remove = async (id: string) => {
    setSaid(await server.door('DELETE', `/passkeys/${encodeURIComponent(id)}`));
    await read();
  };
  return (
    <section className={styles.section} aria-labelledby="passkeys">
      <h2 id="passkeys">{t('account.passkeys')}</h2>
      <p>{t('account.passkeysWhy')}</p>
      {keys === undefined && <Skeleton text={t('app.loading')} />}
      {hasNoAccount && <p>{t('account.noAccount')}</p>}
      {keys && !keys.ok && !hasNoAccount && <Problem answer={keys} />}
      {keys?.ok && keys.value.length === 0 && <p>{t('account.noPasskey')}</p>}
      {keys?.ok && keys.value.length > 0 && (
        <ul className={styles.list}>
          {keys.value.map((key, index) => (
            <Entry key={key.id} passkey={key} number={index + 1} onRemove={() => remove(key.id)} />
          ))}
        </ul>
      )}
      {said === 'left' && <p role="status">{t('account.left')}</p>}
      {said === 'held' && <p role="status">{t('account.held')}</p>}
      {typeof said === 'object' && !said.ok && <Problem answer={said} />}
      {hasNoAccount ? null : canUsePasskeys() ? (
        <Button tone="main" onPress={add}>
          {t('account.addPasskey')}
        </Button>
      ) : (
        <p>{t('account.cannot')}</p>
      )}
    </section>
  );
}

function Entry(props: { readonly passkey: Passkey; readonly number: number; readonly onRemove: () => void }) {
  const { passkey, number, onRemove } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const when = (text: string) => momentInWords(Date.parse(text) as Instant, language, zone);
  return (
    <li className={styles.entry}>
      <span>
        <span className={styles.name}>{t('account.passkey', { number })}</span>
        <span className={styles.small}>
          {t('account.madeAt', { when: when(passkey.madeAt) })}
          {' · '}
          {passkey.usedAt ? t('account.usedAt', { when: when(passkey.usedAt) }) : t('account.neverUsed')}
        </span>
      </span>
      <Button tone="plain" onPress={onRemove}>
        {t('account.removeOf', { number })}
      </Button>
    </li>
  );
}
