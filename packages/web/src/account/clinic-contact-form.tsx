import type { RecordResource } from '@cryopath/pathway';
import { type FormEvent, useCallback, useEffect, useRef, useState } from 'react';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { Field } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { type ClinicContact, contactOf } from '../patient/clinic-contact.ts';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';

type Read = Answer<RecordResource | undefined>;

/** How patients reach the clinic: what stands on their screens where they are told to call. */
export function ClinicContactForm() {
  const { server } = useSession();
  const { t } = useTranslation();
  const [read, setRead] = useState<Read>();
  const load = useCallback(async () => {
    const session = await server.door<{ readonly clinic?: string }>('GET', '/session');
    if (!session.ok) return setRead(session);
    const found = await server.search(`Organization?_id=${encodeURIComponent(session.value.clinic ?? '')}`);
    setRead(found.ok ? { ok: true, value: found.value[0] } : found);
  }, [server]);
  useEffect(() => {
    load();
  }, [load]);
  if (read === undefined) return <Skeleton text={t('app.loading')} />;
  if (!read.ok) return <Problem answer={read} />;
  if (read.value === undefined) return <p>{t('account.contact.none')}</p>;
  return <Fields key={String((read.value.meta as { versionId?: string }).versionId)} of={read.value} onSaved={load} />;
}

/** R3966 has at least three digits behind the plus; what has fewer is a slip of the hand. */
const isPhone = (text: string): boolean => text === '' || text.replace(/\D/g, '').length >= 3;

function Fields({ of, onSaved }: { readonly of: RecordResource; readonly onSaved: () => Promise<void> }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const before = contactOf(of);
  const [phone, setPhone] = useState(before.phones[0] ?? '');
  const [second, setSecond] = useState(before.phones[1] ?? '');
  const [address, setAddress] = useState(before.address.join('\n'));
  const [answer, setAnswer] = useState<Answer<unknown>>();
  const [isChecked, setChecked] = useState(false);
  const key = useRef(crypto.randomUUID());
  const fault = (text: string) => (isChecked && !isPhone(text) ? t('account.contact.notAPhone') : undefined);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isPhone(phone) || !isPhone(second)) return;
    const phones = [phone, second].map((each) => each.trim()).filter((each) => each !== '');
    const lines = address.split('\n').map((each) => each.trim());
    const contact = { name: before.name, phones, address: lines.filter((each) => each !== '') };
    const saved = await server.save([{ resource: withContact(of, contact) }], key.current);
    key.current = crypto.randomUUID();
    setAnswer(saved);
    if (saved.ok) await onSaved();
  };
  return (
    <form onSubmit={save} className={styles.list} noValidate>
      <p>{t('account.contact.why', { clinic: before.name })}</p>
      {before.phones.length === 0 && (
        <Notice tone="warning">
          <p>{t('account.contact.noPhone')}</p>
        </Notice>
      )}
      <Field label={t('account.contact.phone')} value={phone} onChange={setPhone} error={fault(phone)} isRequired />
      <Field label={t('account.contact.second')} value={second} onChange={setSecond} error={fault(second)} />
      <Field label={t('account.contact.address')} rows={3} value={address} onChange={setAddress} />
      {answer && !answer.ok && <Problem answer={answer} />}
      <p>
        <Button type="submit" tone="main">
          {t('account.contact.save')}
        </Button>
      </p>
    </form>
  );
}

interface Kept {
  readonly system?: string;
  readonly use?: string;
}

/** The Organization with these phones and this address. What else it says of itself, and what it said in former times, stays. */
function withContact(organization: RecordResource, { phones, address }: ClinicContact) {
  const isOther = ({ system, use }: Kept) => system !== 'phone' || use === 'old';
  const telecom = [
    ...phones.map((value, index) => ({ system: 'phone', value, use: 'work', rank: index + 1 })),
    ...((organization.telecom ?? []) as readonly Kept[]).filter(isOther),
  ];
  const places = [
    ...(address.length === 0 ? [] : [{ use: 'work', line: address }]),
    ...((organization.address ?? []) as readonly Kept[]).filter(({ use }) => use === 'old'),
  ];
  const { telecom: _, address: __, ...rest } = organization;
  return {
    ...rest,
    ...(telecom.length === 0 ? {} : { telecom }),
    ...(places.length === 0 ? {} : { address: places }),
  };
}
