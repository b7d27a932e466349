import type { Instant } from '@cryopath/pathway';
import { momentInWords } from '../app/dates.ts';
import { useLanguage } from '../app/language.ts';
import { Badge } from '../design/badge.tsx';
import type { LoadedPathway } from '../pathway/loaded-pathway.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import look from './home-page.module.css';
import { checkInForm } from './own-forms.ts';

/** When one checked in last, and whether the clinic has looked at it. */
export function LastCheckIn({ pathway }: { readonly pathway: LoadedPathway }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { record, protocol } = pathway;
  const url = checkInForm()?.url;
  const [last] = record.resources
    .filter(
      ({ resourceType, questionnaire }) =>
        resourceType === 'QuestionnaireResponse' && String(questionnaire).split('|')[0] === url,
    )
    .toSorted((a, b) => Date.parse(String(b.authored)) - Date.parse(String(a.authored)));
  if (last === undefined) return <p className={look.lead}>{t('today.noCheckIn')}</p>;
  const reference = `QuestionnaireResponse/${String(last.id)}`;
  const task = record.resources.find(
    ({ resourceType, focus }) =>
      resourceType === 'Task' && (focus as { reference?: string } | undefined)?.reference?.startsWith(reference),
  );
  const when = momentInWords(Date.parse(String(last.authored)) as Instant, language, protocol.timeZone);
  return (
    <p className={look.actions}>
      <span>{t('today.lastCheckIn', { when })}</span>
      {task?.status === 'completed' && <Badge tone="done">{t('today.read')}</Badge>}
      {task !== undefined && task.status !== 'completed' && <Badge tone="now">{t('today.unread')}</Badge>}
    </p>
  );
}
