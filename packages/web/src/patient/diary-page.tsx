import { calendarDayAt, type Instant } from '@cryopath/pathway';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { DataTable } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { useLiveChanges, usePathway } from '../pathway/use-pathway.ts';
import { diaryTexts } from '../texts/diary-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { diaryOf, procedureTime } from './diary.ts';
import { DiaryGraph } from './diary-graph.tsx';
import look from './home-page.module.css';
import { ownForm } from './own-forms.ts';

/** The pain diary: as a graph with the procedure on it, and as a table. */
export default function DiaryPage({ patient }: { readonly patient: string }) {
  const { t, texts } = useTranslation();
  texts.add(diaryTexts);
  const language = useLanguage();
  const { answer, reload } = usePathway(patient);
  useLiveChanges(patient, reload);
  const resources = answer?.ok ? answer.value.record.resources : [];
  const entries = diaryOf(resources);
  const procedure = procedureTime(resources);
  const timeZone = answer?.ok ? answer.value.protocol.timeZone : 'UTC';
  return (
    <div className={look.page}>
      <h1>{t('diary.title')}</h1>
      <p className={look.actions}>
        {answer?.ok && ownForm(answer.value.protocol, 'diary') && (
          <AppLink to={{ page: 'form', form: 'diary' }} className={look.linkButton}>
            {t('diary.add')}
          </AppLink>
        )}
        <AppLink to={{ page: 'check-in' }} className={look.linkButton}>
          {t('today.checkIn')}
        </AppLink>
      </p>
      {answer === undefined && <Skeleton text={t('app.loading')} />}
      {answer && !answer.ok && <Problem answer={answer} />}
      {answer?.ok && entries.length === 0 && (
        <EmptyState title={t('diary.none')}>
          <p>{t('diary.noneWhy')}</p>
        </EmptyState>
      )}
      {entries.length > 0 && (
        <>
          <DiaryGraph
            entries={entries}
            procedure={procedure}
            description={t('diary.description', {
              count: entries.length,
              first: entries[0]?.pain,
              last: entries.at(-1)?.pain,
            })}
          />
          <DataTable
            caption={t('diary.table')}
            columns={[t('diary.when'), t('diary.pain'), t('diary.course')]}
            rows={entries.toReversed().map(({ at, pain }) => ({
              key: `${at}-${pain}`,
              cells: [
                momentInWords(at as Instant, language, timeZone),
                String(pain),
                procedure === undefined
                  ? '–'
                  : t(at < procedure ? 'diary.before' : 'diary.dayAfter', {
                      count: Math.max(
                        0,
                        calendarDayAt(at as Instant, timeZone) - calendarDayAt(procedure as Instant, timeZone),
                      ),
                    }),
              ],
            }))}
          />
        </>
      )}
    </div>
  );
}
