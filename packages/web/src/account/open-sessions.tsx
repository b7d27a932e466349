import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Badge } from '../design/badge.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { ActButton } from './act-button.tsx';
import { ownMoment } from './moment.ts';
import { useDoor } from './use-door.ts';

interface OpenSession {
  readonly id: string;
  readonly since: string;
  readonly seen: string;
  readonly until: string;
  readonly isThis: boolean;
}

/** Where one is signed in, and how to end that: a lost telephone, a computer that was left. */
export function OpenSessions({ onSignOut }: { readonly onSignOut: () => void }) {
  const { server, outbox } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, reload } = useDoor<readonly OpenSession[]>('/sessions');
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok) return <Problem answer={answer} />;
  return (
    <>
      <p>{t('account.sessions.why')}</p>
      <DataTable
        caption={t('account.sessions.title')}
        isCaptionUnseen
        columns={[
          t('account.sessions.since'),
          t('account.sessions.seen'),
          t('account.sessions.until'),
          t('account.what'),
        ]}
        rows={answer.value.map(({ id, since, seen, until, isThis }) => {
          const begun = ownMoment(since, language);
          return {
            key: id,
            cells: [
              begun,
              ownMoment(seen, language),
              ownMoment(until, language),
              isThis ? (
                <Badge key="this" tone="now">
                  {t('account.sessions.this')}
                </Badge>
              ) : (
                <ActButton
                  key="end"
                  text={t('account.sessions.end')}
                  label={t('account.sessions.endOne', { begun })}
                  question={t('account.sessions.question')}
                  meaning={t('account.sessions.meaning', { begun })}
                  act={() => server.door('DELETE', `/sessions/${id}`)}
                  onDone={reload}
                />
              ),
            ],
          };
        })}
      />
      <div className={styles.all}>
        <ActButton
          text={t('account.sessions.endAll')}
          label={t('account.sessions.endAll')}
          question={t('account.sessions.endAllQuestion')}
          meaning={t('account.sessions.endAllMeaning')}
          act={async () => {
            // While this session can still send it.
            await outbox.flush();
            return server.door('POST', '/sign-out-everywhere');
          }}
          onDone={onSignOut}
        />
      </div>
    </>
  );
}
