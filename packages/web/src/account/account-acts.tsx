import { useState } from 'react';
import { useSession } from '../app/session.ts';
import { Pick } from '../design/pick.tsx';
import type { Person } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { ActButton } from './act-button.tsx';

/** Roles of staff, as an administrator gives them. */
export const ROLES = ['nurse', 'doctor', 'lead', 'auditor', 'administrator'] as const;

export interface Account {
  readonly id: string;
  readonly who: string;
  readonly role: Person['role'];
  readonly userName: string;
  readonly state: 'invited' | 'active' | 'disabled';
  readonly waits: boolean;
}

/** A link that is shown once, and until when it serves. */
export interface Invitation {
  readonly url: string;
  readonly until: string;
}

/** What an administrator does with somebody's account. Another role and another invitation wait for the lead anew (docs/sign-in.md). */
export function AccountActs(props: {
  readonly account: Account;
  readonly name: string;
  readonly onChanged: () => void;
  readonly onInvited: (invitation: Invitation) => void;
}) {
  const { account, name, onChanged, onInvited } = props;
  const { server, person } = useSession();
  const { t } = useTranslation();
  const [role, setRole] = useState<string>();
  const path = `/accounts/${account.id}` as const;
  if (account.who === person.who) return <span className={styles.small}>{t('account.staff.own')}</span>;
  if (account.state === 'disabled') {
    return (
      <ActButton
        text={t('account.staff.open')}
        label={t('account.staff.openOf', { name })}
        question={t('account.staff.openQuestion', { name })}
        meaning={t('account.staff.openMeaning')}
        act={() => server.door('POST', path, { state: 'active' })}
        onDone={onChanged}
      />
    );
  }
  return (
    <span className={styles.acts}>
      <ActButton
        text={t('account.staff.changeRole')}
        label={t('account.staff.changeRoleOf', { name })}
        question={t('account.staff.changeRoleOf', { name })}
        meaning={t('account.staff.changeRoleMeaning')}
        isReady={role !== undefined}
        act={() => server.door('POST', path, { role: role ?? '' })}
        onDone={() => {
          setRole(undefined);
          onChanged();
        }}
      >
        <Pick
          label={t('account.staff.newRole')}
          value={role}
          options={ROLES.filter((each) => each !== account.role).map((value) => ({
            value,
            text: t(`signIn.role.${value}`),
          }))}
          onChange={setRole}
          isRequired
        />
      </ActButton>
      <ActButton
        text={t('account.staff.again')}
        label={t('account.staff.againOf', { name })}
        question={t('account.staff.againQuestion', { name })}
        meaning={t('account.staff.againMeaning')}
        act={() => server.door<Invitation>('POST', `${path}/invitation`)}
        onDone={onInvited}
      />
      <ActButton
        text={t('account.staff.close')}
        label={t('account.staff.closeOf', { name })}
        question={t('account.staff.closeQuestion', { name })}
        meaning={t('account.staff.closeMeaning')}
        act={() => server.door('POST', path, { state: 'disabled' })}
        onDone={onChanged}
      />
    </span>
  );
}
