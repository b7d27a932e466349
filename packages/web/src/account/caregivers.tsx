import { useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Button } from '../design/button.tsx';
import { DataTable } from '../design/data-table.tsx';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './account-page.module.css';
import { ActButton } from './act-button.tsx';
import { LetIn } from './let-in.tsx';
import { ownMoment } from './moment.ts';
import { useDoor } from './use-door.ts';
import { useNames } from './use-names.ts';

interface Grant {
  readonly id: string;
  readonly caregiver: string;
  readonly grantedAt: string;
  readonly revokedAt: string | null;
}

/** A link for a caregiver, as it is shown once. */
interface HandedLink {
  readonly url: string;
  readonly until: string;
  /** What its page asks for: their birth date when the record knows it, else this code. */
  readonly code?: string;
}

interface Handed {
  readonly name: string;
  readonly link: Answer<HandedLink>;
}

/** Who else sees a patient's record and since when; how the patient lets somebody in, gives them a link, and ends it. */
export function Caregivers({ patient }: { readonly patient: string }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const { answer, reload } = useDoor<readonly Grant[]>(`/grants/of/${patient}`);
  const [handed, setHanded] = useState<Handed>();
  const makeLink = async (who: string, name: string) =>
    setHanded({ name, link: await server.door<HandedLink>('POST', '/links', { who }) });
  const open = answer?.ok ? answer.value.filter(({ revokedAt }) => revokedAt === null) : [];
  const names = useNames(
    'RelatedPerson',
    open.map(({ caregiver }) => caregiver),
  );
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok) return <Problem answer={answer} />;
  return (
    <>
      <p>{t(open.length === 0 ? 'account.caregivers.none' : 'account.caregivers.why')}</p>
      {open.length > 0 && (
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
                <span key="acts" className={styles.acts}>
                  <Button
                    tone="quiet"
                    label={t('account.caregivers.linkFor', { name })}
                    onPress={() => makeLink(caregiver, name)}
                  >
                    {t('account.caregivers.link')}
                  </Button>
                  <ActButton
                    text={t('account.caregivers.end')}
                    label={t('account.caregivers.endOne', { name })}
                    question={t('account.caregivers.question', { name })}
                    meaning={t('account.caregivers.meaning')}
                    act={() => server.door('DELETE', `/grants/${id}`)}
                    onDone={() => {
                      setHanded(undefined);
                      reload();
                    }}
                  />
                </span>,
              ],
            };
          })}
        />
      )}
      {handed && <HandOver handed={handed} />}
      <LetIn
        onLetIn={(caregiver, name) => {
          makeLink(caregiver, name);
          reload();
        }}
      />
    </>
  );
}

/** The link and what its page asks for, this once: the patient hands it over. */
function HandOver({ handed }: { readonly handed: Handed }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, link } = handed;
  if (!link.ok) return <Problem answer={link} />;
  const { url, until, code } = link.value;
  return (
    <Notice tone="good" title={t('account.caregivers.handOver', { name })} isSudden>
      <p>{t('account.caregivers.once', { until: ownMoment(until, language) })}</p>
      <p className={styles.link}>{url}</p>
      <p>{t(code === undefined ? 'account.caregivers.birthDate' : 'account.caregivers.code')}</p>
      {code !== undefined && <p className={styles.code}>{code}</p>}
    </Notice>
  );
}
