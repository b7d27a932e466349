import type { Instant, RecordResource } from '@cryopath/pathway';
import { useCallback, useEffect, useState } from 'react';
import { birthDateInWords, momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { AppLink } from '../../app/link.tsx';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { CareCard, type CareLevel } from '../../design/care-card.tsx';
import { Field } from '../../design/field.tsx';
import { wordsIn } from '../../form/logic/form-item.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { personName } from '../person-name.ts';
import styles from './alert-card.module.css';
import type { Called } from './waiting.ts';

/** One alert: whose, what was found, when; to take under one's own name, and to close with what was done. */
export function AlertCard(props: {
  /** `Task/…` */
  readonly task: string;
  /** On the patient's own chart it need not be said. */
  readonly who: Called | undefined;
  readonly timeZone: string;
  readonly onChanged: () => void;
}) {
  const { task: reference, who, timeZone, onChanged } = props;
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const [task, setTask] = useState<RecordResource>();
  const [owner, setOwner] = useState<string>();
  const [note, setNote] = useState('');
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const read = useCallback(async () => {
    const [type, id] = reference.split('/');
    const found = await server.search(`${type}?_id=${id}`);
    if (!found.ok) return setRefusal(found);
    const [read] = found.value;
    setTask(read);
    const whose = (read?.owner as { reference?: string } | undefined)?.reference;
    if (whose === undefined) return;
    const [ownerType, ownerId] = whose.split('/');
    const people = await server.search(`${ownerType}?_id=${ownerId}`);
    setOwner(people.ok && people.value[0] ? personName(people.value[0]) : whose);
  }, [server, reference]);
  useEffect(() => {
    read();
  }, [read]);
  if (task === undefined) return refusal && !refusal.ok ? <Problem answer={refusal} /> : null;

  const {
    coding = [],
    text,
    _text,
  } = (task.code ?? {}) as {
    coding?: readonly { system?: string; code?: string }[];
    text?: string;
    _text?: unknown;
  };
  const level = levelOf(coding.find(({ system }) => system === 'urn:cryopath:advice-level')?.code);
  const isTaken = task.status === 'accepted';
  const acknowledge = async (close: boolean) => {
    const answer = await server.operation(
      `${reference}/$acknowledge`,
      close ? { close: { valueBoolean: true }, note: { valueString: note } } : {},
      crypto.randomUUID(),
    );
    setRefusal(answer.ok ? undefined : answer);
    await read();
    onChanged();
  };
  const told = wordsIn(language, text, _text);
  const found = wordsIn(language, task.description as string | undefined, task._description);
  const born = birthDateInWords(who?.born, language);
  return (
    <CareCard level={level} title={found === '' ? told : found}>
      <p className={styles.who}>
        {who && (
          <AppLink to={{ page: 'patient', patient: who.patient }}>
            {who.name ?? who.patient}
            {born && `, ${t('clinic.born', { date: born })}`}
          </AppLink>
        )}
      </p>
      <p>{t(`worklist.level.${level === 'expected' ? 'routine' : level}`)}</p>
      <p>{t('alert.told', { title: told })}</p>
      <p className={styles.when} role="status">
        {t('worklist.since', {
          when: momentInWords(Date.parse(String(task.authoredOn)) as Instant, language, timeZone),
        })}
        {isTaken && ` · ${t('alert.taken', { who: owner ?? '…' })}`}
      </p>
      {refusal && !refusal.ok && <Problem answer={refusal} />}
      {!isTaken && (
        <p>
          <Button tone="main" onPress={() => acknowledge(false)}>
            {t('alert.take')}
          </Button>
        </p>
      )}
      {isTaken && (
        <>
          <Field label={t('alert.done')} rows={2} value={note} onChange={setNote} isRequired />
          <p>
            <Button tone="main" isDisabled={note.trim() === ''} onPress={() => acknowledge(true)}>
              {t('alert.close')}
            </Button>
          </p>
        </>
      )}
    </CareCard>
  );
}

/** An unknown level is one for today (H06). */
const levelOf = (code: string | undefined): CareLevel =>
  code === 'emergency' || code === 'routine' || code === 'expected' ? code : 'same-day';
