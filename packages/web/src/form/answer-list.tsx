import { useId } from 'react';
import { useLanguage } from '../app/language.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import styles from './answer-list.module.css';
import { textOfAnswer } from './logic/answer-option.ts';
import { type Form, type FormCoding, type FormItem, wordsIn } from './logic/form-item.ts';
import type { ResponseItem } from './logic/form-response.ts';

/** What was answered to a form, question by question, in its groups. */
export function AnswerList(props: {
  readonly form: Form;
  readonly response: object;
  readonly timeZone: string;
  /** What stands above them; without it that they were recorded. */
  readonly title?: string;
}) {
  const { form, response, timeZone } = props;
  const { t } = useTranslation();
  const { title = t('pathway.answers') } = props;
  const id = useId();
  return (
    <section className={styles.answers} aria-labelledby={id}>
      <h3 id={id}>{title}</h3>
      <Items
        items={form.item ?? []}
        timeZone={timeZone}
        answered={(response as { readonly item?: readonly ResponseItem[] }).item ?? []}
      />
    </section>
  );
}

function Items(props: {
  readonly items: readonly FormItem[];
  readonly answered: readonly ResponseItem[];
  readonly timeZone: string;
}) {
  const language = useLanguage();
  const { t } = useTranslation();
  return props.items.map((item) => {
    const here = props.answered.filter(({ linkId }) => linkId === item.linkId);
    if (here.length === 0) return null;
    const words = wordsIn(language, item.text, item._text);
    if (item.type === 'group') {
      return here.map((group, index) => (
        // A repeating group's occurrences have no name but their number.
        // biome-ignore lint/suspicious/noArrayIndexKey: see above
        <div key={`${item.linkId}-${index}`} className={styles.group}>
          <h4>{words}</h4>
          <Items items={item.item ?? []} timeZone={props.timeZone} answered={group.item ?? []} />
        </div>
      ));
    }
    const answers = here.flatMap(({ answer }) => answer ?? []);
    const inWords = answers.map((answer) => {
      if (typeof answer.valueBoolean === 'boolean') return t(answer.valueBoolean ? 'form.yes' : 'form.no');
      const coding = answer.valueCoding as FormCoding | undefined;
      const option = (item.answerOption as readonly { valueCoding?: FormCoding }[] | undefined)?.find(
        ({ valueCoding }) => coding && valueCoding?.code === coding.code,
      );
      return textOfAnswer(option && coding ? { valueCoding: option.valueCoding } : answer, language, props.timeZone);
    });
    return (
      <dl key={item.linkId} className={styles.row}>
        <dt>{words}</dt>
        <dd>
          {inWords.join(', ')}
          <Items
            items={item.item ?? []}
            timeZone={props.timeZone}
            answered={answers.flatMap((answer) => answer.item ?? [])}
          />
        </dd>
      </dl>
    );
  });
}
