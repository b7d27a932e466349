import type { Language } from '@cryopath/fhir';
import type { Instant, PatientRecord, Protocol, RecordResource } from '@cryopath/pathway';
import { useMemo, useState } from 'react';
import { dateInWords, momentInWords, timeInWords } from '../../app/dates.ts';
import { useLanguage } from '../../app/language.ts';
import { Button } from '../../design/button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Pick } from '../../design/pick.tsx';
import { AnswerList } from '../../form/answer-list.tsx';
import { textOfAnswer } from '../../form/logic/answer-option.ts';
import { type Form, wordsIn } from '../../form/logic/form-item.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import styles from './chart-page.module.css';
import { type FlagClosing, flagClosing } from './flag-closing.ts';
import { type RecordEntry, recordDays, recordEntries } from './record-days.ts';

/** As many as one looks over at once; the rest is a press away. */
const PAGE = 25;

/** The record itself, day by day, newest first. */
export function RecordList({ record, protocol }: { readonly record: PatientRecord; readonly protocol: Protocol }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const entries = useMemo(() => recordEntries(record), [record]);
  const [kind, setKind] = useState<string>();
  const [shown, setShown] = useState(PAGE);
  if (entries.length === 0) return <EmptyState title={t('chart.nothing')} />;
  const kinds = [...new Set(entries.map(({ resource }) => resource.resourceType))];
  const chosen = entries.filter(({ resource }) => kind === undefined || resource.resourceType === kind);
  const { timeZone } = protocol;
  return (
    <>
      <div className={styles.kind}>
        <Pick
          label={t('chart.kind')}
          none={t('chart.everything')}
          value={kind}
          options={kinds.map((value) => ({ value, text: t(`chart.type.${value}`, { defaultValue: value }) }))}
          onChange={setKind}
          isRequired
        />
      </div>
      {recordDays(chosen.slice(0, shown), timeZone).map(({ day, entries: own }) => (
        <section key={day ?? ''} className={styles.day}>
          <h3>{day === undefined ? t('chart.undated') : dateInWords(own[0]?.at as Instant, language, timeZone)}</h3>
          <ol className={styles.entries}>
            {own.map((entry) => (
              <li key={`${entry.resource.resourceType}/${String(entry.resource.id)}`} className={styles.entry}>
                <Entry entry={entry} protocol={protocol} closed={flagClosing(entry.resource, record)} />
              </li>
            ))}
          </ol>
        </section>
      ))}
      {chosen.length > shown && (
        <Button tone="plain" onPress={() => setShown(shown + PAGE)}>
          {t('chart.older')}
        </Button>
      )}
    </>
  );
}

function Entry(props: {
  readonly entry: RecordEntry;
  readonly protocol: Protocol;
  readonly closed: FlagClosing | undefined;
}) {
  const { entry, protocol, closed } = props;
  const { resource, at, measured } = entry;
  const { t } = useTranslation();
  const language = useLanguage();
  const [isOpen, setOpen] = useState(false);
  const { resourceType } = resource;
  const form = protocol.forms.find(({ url }) => url === String(resource.questionnaire).split('|')[0]);
  const kind = t(`chart.type.${resourceType}`, { defaultValue: resourceType });
  const title = form ? wordsIn(language, form.title, form._title) : (nameOf(resource, language) ?? kind);
  const time = at === undefined ? '' : timeInWords(at as Instant, language, protocol.timeZone);
  const whenClosed =
    closed === undefined
      ? ''
      : t(closed.who === undefined ? 'chart.closed' : 'chart.closedBy', {
          who: closed.who,
          when: momentInWords(closed.at, language, protocol.timeZone),
        });
  const small = [
    time,
    title === kind ? '' : kind,
    whenClosed,
    resource.status === 'entered-in-error' ? t('chart.error') : '',
  ];
  const head = (
    <>
      {title} <span className={styles.when}>{small.filter((each) => each !== '').join(' · ')}</span>
      {measured.map((each) => (
        <span key={String(each.id)} className={styles.measured}>
          {nameOf(each, language)} <strong>{valueInWords(each, language)}</strong>
        </span>
      ))}
    </>
  );
  if (form) {
    return (
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{head}</summary>
        {/* A year of answers is not laid out for whoever reads one. */}
        {isOpen && <AnswerList form={form as Form} response={resource} timeZone={protocol.timeZone} />}
      </details>
    );
  }
  return (
    <p>
      {head} <strong>{valueInWords(resource, language)}</strong>
      {typeof resource.conclusion === 'string' && (
        <span> {wordsIn(language, resource.conclusion, resource._conclusion)}</span>
      )}
    </p>
  );
}

function valueInWords(resource: RecordResource, language: Language): string {
  const value = Object.keys(resource).find((key) => /^value[A-Z]/.test(key));
  return value === undefined ? '' : textOfAnswer({ [value]: resource[value] }, language);
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
