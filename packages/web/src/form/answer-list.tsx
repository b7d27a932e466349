import { type Answer, type Answers, type Questionnaire, type QuestionnaireItem, textIn } from '@cryopath/pathway';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import styles from './answer-list.module.css';

/** What was answered to a form, question by question, in its groups. */
export function AnswerList({ form, answers }: { readonly form: Questionnaire; readonly answers: Answers }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const inWords = (item: QuestionnaireItem, answer: Answer): string => {
    if (typeof answer === 'boolean') return answer ? t('form.yes') : t('form.no');
    const option = item.answerOption?.find(({ valueCoding }) => valueCoding.code === answer)?.valueCoding;
    return option ? textIn(language, option.display, option._display) : String(answer);
  };
  const row = (item: QuestionnaireItem) => {
    const answer = answers[item.linkId];
    return answer === undefined ? null : (
      <div key={item.linkId} className={styles.row}>
        <dt>{textIn(language, item.text, item._text)}</dt>
        <dd>{inWords(item, answer)}</dd>
      </div>
    );
  };
  return (
    <section className={styles.answers} aria-labelledby="answers">
      <h3 id="answers">{t('pathway.answers')}</h3>
      {form.item.map((item) =>
        item.type === 'group' ? (
          <div key={item.linkId} className={styles.group}>
            <h4>{textIn(language, item.text, item._text)}</h4>
            <dl>{(item.item ?? []).map(row)}</dl>
          </div>
        ) : (
          <dl key={item.linkId}>{row(item)}</dl>
        ),
      )}
    </section>
  );
}
