import protocol from 'virtual:patient-protocol';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Notice } from '../design/notice.tsx';
import type { Sent } from '../device/outbox.ts';
import { wordsIn } from '../form/logic/form-item.ts';
import { QuestionnaireForm } from '../form/questionnaire-form.tsx';
import look from './home-page.module.css';
import { formOf } from './own-forms.ts';

/** A form that the patient fills in: diary entries, scores after a block. */
export default function OwnFormPage({ patient, form: id }: { readonly patient: string; readonly form: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const { clock, store, outbox, person } = useSession();
  const [sent, setSent] = useState<Sent>();
  const form = formOf(id);
  if (form === undefined) return <h1>{t('app.notFound')}</h1>;
  return (
    <div className={look.page}>
      <h1>{wordsIn(language, form.title, form._title)}</h1>
      {sent?.as === 'refused' && <Problem answer={sent.answer} />}
      {sent?.as === 'saved' ? (
        <Notice tone="good" isSudden>
          <p>{t('clinic.saved')}</p>
          <p>
            <AppLink to={{ page: 'diary' }}>{t('ways.home.diary')}</AppLink>
          </p>
        </Notice>
      ) : (
        <QuestionnaireForm
          form={form}
          answering={{ patient, author: person.who }}
          store={store}
          timeZone={protocol.timeZone}
          now={() => clock.now()}
          onFinished={async (submission) => {
            const result = await outbox.send({ key: submission.key, at: clock.now(), entries: submission.entries });
            setSent(result);
            return result.as;
          }}
        />
      )}
    </div>
  );
}
