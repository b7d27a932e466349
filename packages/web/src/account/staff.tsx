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
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { type Account, AccountActs, type Invitation, ROLES } from './account-acts.tsx';
import styles from './account-page.module.css';
import { ownMoment } from './moment.ts';
import { useDoor } from './use-door.ts';
import { useNames } from './use-names.ts';

/** An invitation, and whose it is. */
interface Handed extends Invitation {
  readonly name: string;
}

/** For administrators: who has an account and in which role, and an invitation for somebody new. */
export function Staff() {
  const { t } = useTranslation();
  const { answer, reload } = useDoor<readonly Account[]>('/accounts');
  const [handed, setHanded] = useState<Handed>();
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
          t('account.what'),
        ]}
        rows={accounts.map((account) => {
          const { id, who, userName, role, state, waits } = account;
          const name = names.get(who) ?? userName;
          return {
            key: id,
            cells: [
              name,
              userName,
              t(`signIn.role.${role}`),
              t(`account.staff.states.${state === 'active' && waits ? 'waits' : state}`),
              <AccountActs
                key="acts"
                account={account}
                name={name}
                onChanged={reload}
                onInvited={(invitation) => {
                  setHanded({ ...invitation, name });
                  reload();
                }}
              />,
            ],
          };
        })}
      />
      {handed && <HandOver handed={handed} />}
      <Invite
        onInvited={(invitation) => {
          setHanded(invitation);
          reload();
        }}
      />
    </>
  );
}

/** The link, this once: who made it hands it over. */
function HandOver({ handed }: { readonly handed: Handed }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Notice tone="good" title={t('account.staff.invited')} isSudden>
      <p>
        {t('account.staff.forWhom', { name: handed.name })}{' '}
        {t('account.staff.handOver', { until: ownMoment(handed.until, language) })}
      </p>
      <p className={styles.link}>{handed.url}</p>
    </Notice>
  );
}

function Invite({ onInvited }: { readonly onInvited: (handed: Handed) => void }) {
  const { server } = useSession();
  const { t } = useTranslation();
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
    onInvited({ ...invited.value, name: name.trim() });
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
