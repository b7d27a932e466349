import type { Language } from '@cryopath/fhir';
import type { Instant, PatientRecord, Protocol, RecordResource } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import { momentInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { AnswerList } from '../../form/answer-list.tsx';
import { textOfAnswer } from '../../form/logic/answer-option.ts';
import { type Form, wordsIn } from '../../form/logic/form-item.ts';
import styles from './chart-page.module.css';

/** Types that are the product's own bookkeeping, and stand elsewhere on the chart. */
const ELSEWHERE = new Set(['Patient', 'AuditEvent', 'Provenance', 'Task', 'Flag', 'CarePlan']);

/** The record itself, newest first. */
export function RecordList({ record, protocol }: { readonly record: PatientRecord; readonly protocol: Protocol }) {
  const { t } = useTranslation();
  const entries = record.resources
    .filter(({ resourceType }) => !ELSEWHERE.has(resourceType))
    .map((resource) => ({ resource, at: timeOf(resource) }))
    .toSorted((a, b) => (b.at ?? 0) - (a.at ?? 0));
  if (entries.length === 0) return <EmptyState title={t('chart.nothing')} />;
  return (
    <ol className={styles.entries}>
      {entries.map(({ resource, at }) => (
        <li key={`${resource.resourceType}/${String(resource.id)}`} className={styles.entry}>
          <Entry resource={resource} at={at} protocol={protocol} />
        </li>
      ))}
    </ol>
  );
}

function Entry(props: {
  readonly resource: RecordResource;
  readonly at: number | undefined;
  readonly protocol: Protocol;
}) {
  const { resource, at, protocol } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { resourceType } = resource;
  const form = protocol.forms.find(({ url }) => url === String(resource.questionnaire).split('|')[0]);
  const kind = t(`chart.type.${resourceType}`, { defaultValue: resourceType });
  const title = form ? wordsIn(language, form.title, form._title) : (nameOf(resource, language) ?? kind);
  const when = at === undefined ? '' : momentInWords(at as Instant, language, protocol.timeZone);
  const head = (
    <>
      {title}{' '}
      <span className={styles.when}>
        {[title === kind ? '' : kind, when, resource.status === 'entered-in-error' ? t('chart.error') : '']
          .filter((each) => each !== '')
          .join(' · ')}
      </span>
    </>
  );
  if (form) {
    return (
      <details>
        <summary>{head}</summary>
        <AnswerList form={form as Form} response={resource} timeZone={protocol.timeZone} />
      </details>
    );
  }
  const value = Object.keys(resource).find((key) => /^value[A-Z]/.test(key));
  return (
    <p>
      {head}
      {value !== undefined && <strong> {textOfAnswer({ [value]: resource[value] }, language)}</strong>}
      {typeof resource.conclusion === 'string' && (
        <span> {wordsIn(language, resource.conclusion, resource._conclusion)}</span>
      )}
    </p>
  );
}

function nameOf(resource: RecordResource, language: Language): string | undefined {
  const { text, _text, coding } = (resource.code ?? {}) as {
    text?: string;
    _text?: unknown;
    coding?: readonly { display?: string }[];
  };
  if (text !== undefined) return wordsIn(language, text, _text);
  const element = ['description', 'title'].find((each) => typeof resource[each] === 'string');
  return (
    coding?.[0]?.display ??
    (element === undefined ? undefined : wordsIn(language, String(resource[element]), resource[`_${element}`]))
  );
}

/** When it was true, else when it was written down. */
function timeOf(resource: RecordResource): number | undefined {
  const period = (resource.performedPeriod ?? resource.effectivePeriod) as { start?: string } | undefined;
  const texts = [
    resource.effectiveDateTime,
    resource.performedDateTime,
    period?.start,
    resource.authored,
    resource.started,
    resource.dateTime,
    resource.authoredOn,
    resource.recordedDate,
    resource.identifiedDateTime,
  ];
  const time = Date.parse(String(texts.find((each) => typeof each === 'string')));
  return Number.isNaN(time) ? undefined : time;
}
