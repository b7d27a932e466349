import { useEffect, useState } from 'react';
import { Notice } from '../design/notice.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { useLanguage } from './language.ts';

/** Says what did not work, in the reader's language: the server's own reasons when it gave any. */
export function Problem({ answer }: { readonly answer: Exclude<Answer<unknown>, { ok: true }> }) {
  const { t } = useTranslation();
  const told = useReasons(answer.status === 'unreachable' ? undefined : answer.outcome);
  const reasons = answer.status === 'unreachable' ? [t('app.offline')] : told;
  return (
    <Notice tone="fault" isSudden>
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
    </Notice>
  );
}

/** Why the server refused, in the reader's language; never nothing. */
export function useReasons(outcome: unknown): readonly string[] {
  const { t } = useTranslation();
  const language = useLanguage();
  const [inWords, setInWords] = useState<readonly string[]>();
  useEffect(() => {
    let isHere = true;
    if (outcome !== undefined) {
      import('./outcome-words.ts').then(
        ({ outcomeInWords }) => isHere && setInWords(outcomeInWords(outcome, language)),
        // Without the words of all refusals there are those that the server wrote.
        () => undefined,
      );
    }
    return () => {
      isHere = false;
    };
  }, [outcome, language]);
  const told = inWords !== undefined && inWords.length > 0 ? inWords : toldBy(outcome);
  return told.length > 0 ? told : [t('app.failed')];
}

/** The texts of an OperationOutcome, in the language of the request that it answers. */
function toldBy(outcome: unknown): readonly string[] {
  const issues = (outcome as { issue?: readonly { details?: { text?: string } }[] } | undefined)?.issue ?? [];
  return issues.flatMap(({ details }) => details?.text ?? []);
}
