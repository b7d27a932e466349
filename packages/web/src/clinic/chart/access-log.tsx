import type { Instant, RecordResource } from '@cryopath/pathway';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { DataTable } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import type { Answer } from '../../server/fhir-server.ts';

/** Who opened this chart, and what they did (H16). */
export function AccessLog({ patient, timeZone }: { readonly patient: string; readonly timeZone: string }) {
  const { server } = useSession();
  const { t } = useTranslation();
  const language = useLanguage();
  const [answer, setAnswer] = useState<Answer<readonly RecordResource[]>>();
  useEffect(() => {
    server.search(`AuditEvent?patient=Patient/${patient}&_sort=-date&_count=50`).then(setAnswer);
  }, [server, patient]);
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (!answer.ok) return <Problem answer={answer} />;
  if (answer.value.length === 0) return <EmptyState title={t('chart.noAccess')} />;
  return (
    <DataTable
      caption={t('chart.accessCaption')}
      columns={[t('chart.accessWhen'), t('chart.accessWho'), t('chart.accessWhat')]}
      rows={answer.value.slice(0, 50).map((event) => {
        const [agent] = (event.agent ?? []) as readonly { who?: { reference?: string; display?: string } }[];
        return {
          key: String(event.id),
          cells: [
            momentInWords(Date.parse(String(event.recorded)) as Instant, language, timeZone),
            agent?.who?.display ?? agent?.who?.reference ?? '–',
            t(`chart.action.${String(event.action)}`, { defaultValue: String(event.action) }),
          ],
        };
      })}
    />
  );
}
