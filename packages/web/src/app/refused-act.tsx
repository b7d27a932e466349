import type { Instant, Protocol } from '@cryopath/pathway';
import { useEffect, useState } from 'react';
import { personName } from '../clinic/person-name.ts';
import type { Act } from '../device/outbox.ts';
import { AnswerList } from '../form/answer-list.tsx';
import { wordsIn } from '../form/logic/form-item.ts';
import type { FormResponse } from '../form/logic/form-response.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { momentInWords } from './dates.ts';
import { useLanguage } from './language.ts';
import { AppLink } from './link.tsx';
import { useReasons } from './problem.tsx';
import { useSession } from './session.ts';

/** One entry that the clinic did not take when it was sent later on: why, what was entered, and the way back to its form, where the answers stand again (H13). */
export function RefusedAct({ act }: { readonly act: Act }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { person, server } = useSession();
  const reasons = useReasons(act.outcome);
  const [protocol, setProtocol] = useState<Protocol>();
  useEffect(() => {
    import('virtual:protocol').then((loaded) => setProtocol(loaded.default));
  }, []);
  const response = act.entries
    .map(({ resource }) => resource as FormResponse)
    .find(({ resourceType }) => resourceType === 'QuestionnaireResponse');
  const form = protocol?.forms.find(({ url }) => url === response?.questionnaire?.split('|')[0]);
  const step = protocol?.steps.find((each) => each.form === form?.id)?.id;
  const patient = response?.subject?.reference.replace('Patient/', '');
  const isAtHome = person.role === 'patient' || person.role === 'caregiver';
  const [name, setName] = useState<string>();
  useEffect(() => {
    if (isAtHome || patient === undefined) return;
    server
      .search(`Patient?_id=${patient}`)
      .then((found) => setName(found.ok ? found.value.map(personName)[0] : undefined));
  }, [server, isAtHome, patient]);
  return (
    <>
      {form && <h3>{[wordsIn(language, form.title, form._title), name].filter(Boolean).join(' · ')}</h3>}
      {reasons.map((reason) => (
        <p key={reason}>{reason}</p>
      ))}
      {protocol && (
        <p>{t('outbox.entered', { when: momentInWords(act.at as Instant, language, protocol.timeZone) })}</p>
      )}
      {!isAtHome && patient !== undefined && step !== undefined && (
        <p>
          <AppLink to={{ page: 'patient', patient, step }}>{t('outbox.open')}</AppLink>
        </p>
      )}
      {form && response && protocol && (
        <details>
          <summary>{t('outbox.show')}</summary>
          <AnswerList form={form} response={response} timeZone={protocol.timeZone} title={t('outbox.answers')} />
        </details>
      )}
    </>
  );
}
