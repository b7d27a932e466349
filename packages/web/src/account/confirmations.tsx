import { useCallback, useEffect, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { personName } from '../clinic/person-name.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { ActButton } from './act-button.tsx';
import { ownMoment } from './moment.ts';

interface Awaiting {
  readonly id: string;
  /** `Practitioner/…` */
  readonly who: string;
  readonly role: string;
  readonly userName: string;
  readonly madeAt: string;
}

/**
 * For the lead: new colleagues and new roles. Nobody comes near a chart before the lead has heard the code from the person themselves, so that no
 * administrator makes an account for somebody who does not exist.
 */
export function Confirmations() {
  const { server } = useSession();
  const { t } = useTranslation();
  const [waiting, setWaiting] = useState<Answer<readonly Awaiting[]>>();
  const read = useCallback(
    async () => setWaiting(await server.door<readonly Awaiting[]>('GET', '/confirmations')),
    [server],
  );
  useEffect(() => {
    read();
  }, [read]);
  return (
    <section className={styles.section} aria-labelledby="confirmations">
      <h2 id="confirmations">{t('account.waiting')}</h2>
      <p>{t('account.waitingWhy')}</p>
      {waiting === undefined && <Skeleton text={t('app.loading')} />}
      {waiting && !waiting.ok && <Problem answer={waiting} />}
      {waiting?.ok && waiting.value.length === 0 && <p>{t('account.nobodyWaits')}</p>}
      {waiting?.ok && waiting.value.length > 0 && (
        <ul className={styles.list}>
          {waiting.value.map((each) => (
            <Colleague key={each.id} awaiting={each} onDecided={read} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Colleague({ awaiting, onDecided }: { readonly awaiting: Awaiting; readonly onDecided: () => void }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [code, setCode] = useState('');
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const language = useLanguage();
  const { id, who, role, userName, madeAt } = awaiting;
  useEffect(() => {
    const [type, ofWhom] = who.split('/');
    server.search(`${type}?_id=${ofWhom}`).then((found) => {
      if (found.ok && found.value[0]) setName(personName(found.value[0]));
    });
  }, [server, who]);
  const confirm = async () => {
    const answer = await server.door('POST', `/confirmations/${encodeURIComponent(id)}`, { code: code.trim() });
    if (answer.ok) return onDecided();
    setRefusal(answer);
  };
  return (
    <li>
      <div className={styles.entry}>
        <span>
          <span className={styles.name}>{name === '' ? userName : name}</span>
          <span className={styles.small}>
            {t(`account.role.${role}`)} · {userName} · {t('account.since', { when: ownMoment(madeAt, language) })}
          </span>
        </span>
        <span className={styles.confirm}>
          <Field label={t('account.code')} value={code} onChange={setCode} isRequired />
          <Button tone="main" isDisabled={code.trim() === ''} onPress={confirm}>
            {t('account.confirm')}
          </Button>
          <ActButton
            text={t('account.refuse')}
            label={t('account.refuseOf', { name: name === '' ? userName : name })}
            question={t('account.refuseQuestion', { name: name === '' ? userName : name })}
            meaning={t('account.refuseMeaning')}
            act={() => server.door('DELETE', `/confirmations/${encodeURIComponent(id)}`)}
            onDone={onDecided}
          />
        </span>
      </div>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
    </li>
  );
}
