import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { DataTable } from '../design/data-table.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import { ActButton } from './act-button.tsx';
import { ownMoment } from './moment.ts';
import { useDoor } from './use-door.ts';
import { useNames } from './use-names.ts';

interface Grant {
  readonly id: string;
  readonly caregiver: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

/** Who else sees a patient's record, since when, and how the patient ends it. */
export function Caregivers({ patient }: { readonly patient: string }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, reload } = useDoor<readonly Grant[]>(`/grants/of/${patient}`);
  const open = answer?.ok ? answer.value.filter(({ revokedAt }) => revokedAt === null) : [];
  const names = useNames(
    'RelatedPerson',
    open.map(({ caregiver }) => caregiver),
  );
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok) return <Problem answer={answer} />;
  if (open.length === 0) return <p>{t('account.caregivers.none')}</p>;
  return (
    <>
      <p>{t('account.caregivers.why')}</p>
      <DataTable
        caption={t('account.caregivers.title')}
        isCaptionUnseen
        columns={[t('account.caregivers.who'), t('account.caregivers.since'), t('account.what')]}
        rows={open.map(({ id, caregiver, grantedAt }) => {
          const name = names.get(caregiver) ?? t('account.caregivers.unnamed');
          return {
            key: id,
            cells: [
              name,
              ownMoment(grantedAt, language),
              <ActButton
                key="end"
                text={t('account.caregivers.end')}
                label={t('account.caregivers.endOne', { name })}
                question={t('account.caregivers.question', { name })}
                meaning={t('account.caregivers.meaning')}
                act={() => server.door('DELETE', `/grants/${id}`)}
                onDone={reload}
              />,
            ],
          };
        })}
      />
    </>
  );
}
