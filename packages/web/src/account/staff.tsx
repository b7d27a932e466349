import { useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Field } from '../design/field.tsx';
import { Notice } from '../design/notice.tsx';
import { Pick } from '../design/pick.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer, Person } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { ownMoment } from './moment.ts';
import { useDoor } from './use-door.ts';
import { useNames } from './use-names.ts';

interface Account {
  readonly id: string;
  readonly who: string;
  readonly role: Person['role'];
  readonly userName: string;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly waits: boolean;
}

interface Invitation {
  readonly url: string;
  readonly until: string;
}

const ROLES = ['nurse', 'doctor', 'lead', 'auditor', 'administrator'] as const;

/** For administrators: who has an account, and an invitation for somebody new. */
export function Staff() {
  const { t } = useTranslation();
  const { answer, reload } = useDoor<readonly Account[]>('/accounts');
  const accounts = answer?.ok ? answer.value : [];
  const names = useNames(
    'Practitioner',
    accounts.map(({ who }) => who),
  );
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok) return <Problem answer={answer} />;
  return (
    <>
      <DataTable
        caption={t('account.staff.title')}
        isCaptionUnseen
        columns={[
          t('account.staff.name'),
          t('account.staff.userName'),
          t('account.staff.role'),
          t('account.staff.state'),
        ]}
        rows={accounts.map(({ id, who, userName, role, state, waits }) => ({
          key: id,
          cells: [
            names.get(who) ?? userName,
            userName,
            t(`signIn.role.${role}`),
            t(`account.staff.states.${state === 'active' && waits ? 'waits' : state}`),
          ],
        }))}
      />
      <Invite onInvited={reload} />
    </>
  );
}

function Invite({ onInvited }: { readonly onInvited: () => void }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const [name, setName] = useState('');
  const [userName, setUserName] = useState('');
  const [role, setRole] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<Invitation>>();
  const invite = async () => {
    if (isBusy) return;
    setBusy(true);
    const invited = await server.door<Invitation>('POST', '/accounts', { name, userName, role: role ?? '' });
    setBusy(false);
    setAnswer(invited);
    if (!invited.ok) return;
    setName('');
    setUserName('');
    setRole(undefined);
    onInvited();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        invite();
      }}
    >
      <h3>{t('account.staff.add')}</h3>
      <Field label={t('account.staff.name')} value={name} onChange={setName} maxLength={100} isRequired />
      <Field
        label={t('account.staff.userName')}
        help={t('account.staff.userNameHelp')}
        value={userName}
        onChange={setUserName}
        maxLength={100}
        isRequired
      />
      <Pick
        label={t('account.staff.role')}
        value={role}
        options={ROLES.map((value) => ({ value, text: t(`signIn.role.${value}`) }))}
        onChange={setRole}
        isRequired
      />
      {answer && !answer.ok && <Problem answer={answer} />}
      {answer?.ok && (
        <Notice tone="good" title={t('account.staff.invited')} isSudden>
          <p>{t('account.staff.handOver', { until: ownMoment(answer.value.until, language) })}</p>
          <p className={styles.link}>{answer.value.url}</p>
        </Notice>
      )}
      <p>
        <Button
          tone="plain"
          type="submit"
          isBusy={isBusy}
          isDisabled={name.trim() === '' || userName.trim() === '' || role === undefined}
        >
          {t('account.staff.invite')}
        </Button>
      </p>
    </form>
  );
}
