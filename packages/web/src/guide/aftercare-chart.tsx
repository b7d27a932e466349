import type { Language } from '@cryopath/fhir';
import type { Text, Window } from '@cryopath/pathway';
import type { guideTexts } from '../texts/guide-texts.ts';
import styles from './aftercare-chart.module.css';
import { CHART_DAYS, shareOf } from './aftercare-days.ts';

/** The first two weeks as a table that reads as one, with bars laid over its cells. The windows are the plan's own. */
export function AftercareChart(props: {
  readonly title: Text;
  readonly windows: readonly Window[];
  readonly language: Language;
  readonly texts: (typeof guideTexts)['en'];
}) {
  const { title, windows, language, texts } = props;
  const rows = (kind: Window['kind']) =>
    windows
      .filter((window) => window.kind === kind)
      .map((window) => (
        <tr key={window.id}>
          <th scope="row">{window.title[language]}</th>
          {CHART_DAYS.map((days) => {
            const share = shareOf(window, days);
            const restricts = kind === 'restriction';
            const word = {
              surely: texts.notYet,
              perhaps: restricts ? texts.perhaps : texts.mayHappen,
              never: restricts ? texts.allowed : texts.no,
            }[share];
            return (
              <td
                key={days.first}
                className={restricts ? styles[share] : share === 'never' ? styles.never : styles.normal}
              >
                <span className={styles.word}>{word}</span>
              </td>
            );
          })}
        </tr>
      ));
  return (
    <figure className={styles.figure}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls on a narrow screen, and a keyboard must reach what scrolls */}
      <section className={styles.scroll} aria-label={title[language]} tabIndex={0}>
        <table className={styles.table}>
          <caption>{title[language]}</caption>
          <thead>
            <tr>
              <th scope="col">{texts.day}</th>
              {CHART_DAYS.map(({ first, last }) => (
                <th key={first} scope="col">
                  {first === last ? first : texts.from6}
                  {first === 0 && <span className={styles.word}> ({texts.dayOfProcedure})</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr className={styles.group}>
              <th scope="colgroup" colSpan={CHART_DAYS.length + 1}>
                {texts.avoid}
              </th>
            </tr>
            {rows('restriction')}
          </tbody>
          <tbody>
            <tr className={styles.group}>
              <th scope="colgroup" colSpan={CHART_DAYS.length + 1}>
                {texts.normal}
              </th>
            </tr>
            {rows('reaction')}
          </tbody>
        </table>
      </section>
      <figcaption className={styles.legend} aria-hidden="true">
        <span className={styles.surely}>{texts.legendNo}</span>
        <span className={styles.perhaps}>{texts.legendPerhaps}</span>
        <span className={styles.normal}>{texts.legendNormal}</span>
      </figcaption>
    </figure>
  );
}
