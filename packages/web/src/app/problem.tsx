import { textOf } from '@cryopath/fhir';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../server/fhir-server.ts';
import { useLanguage } from './language.ts';
import styles from './problem.module.css';

/** Says what did not work, in the reader's language: the server's own reasons when it gave any. */
export function Problem({ answer }: { readonly answer: Exclude<Answer<unknown>, { ok: true }> }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const reasons =
    answer.status === 'unreachable'
      ? [t('app.offline')]
      : (answer.outcome?.issues.map((issue) => textOf(issue, language)) ?? [t('app.failed')]);
  return (
    <div className={styles.problem} role="alert">
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
    </div>
  );
}
