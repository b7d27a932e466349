import type { Protocol } from '@cryopath/pathway';
import { useMemo, useState } from 'react';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { useSession } from '../app/session.ts';
import { Notice } from '../design/notice.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import type { Sent } from '../device/outbox.ts';
import { useRefusedLater } from '../device/use-refused-later.ts';
import { wordsIn } from '../form/logic/form-item.ts';
import { QuestionnaireForm } from '../form/questionnaire-form.tsx';
import { usePathway } from '../pathway/use-pathway.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { formForPatient } from './form-for-patient.ts';
import look from './home-page.module.css';
import { ownForm } from './own-forms.ts';

interface OwnFormProps {
  readonly patient: string;
  readonly form: string;
  /** The step that it is for, when it is for one. */
  readonly step?: string | undefined;
}

/** A form that the patient fills in: diary entries, scores after a block, how they are at a visit. It is asked as the version that their pathway keeps asks it (I4). */
export default function OwnFormPage(props: OwnFormProps) {
  const { t } = useTranslation();
  const { answer } = usePathway(props.patient);
  if (answer === undefined) return <Skeleton text={t('app.loading')} />;
  if (answer.ok) return <OwnForm {...props} protocol={answer.value.protocol} />;
  return (
    <div className={look.page}>
      <h1>{t('today.fillIn')}</h1>
      <Problem answer={answer} />
    </div>
  );
}

function OwnForm(props: OwnFormProps & { readonly protocol: Protocol }) {
  const { patient, form: id, step: stepId, protocol } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { clock, store, outbox, person } = useSession();
  const [sent, setSent] = useState<Sent>();
  const isBack = useRefusedLater(outbox, sent);
  const asked = ownForm(protocol, id);
  const answers = protocol.steps.find((each) => each.id === stepId && each.form === id)?.answers;
  const form = useMemo(() => asked && formForPatient(asked, answers), [asked, answers]);
  if (form === undefined) return <h1>{t('app.notFound')}</h1>;
  // Which visit it is, nobody should have to know: the way to it is the step on Today.
  if (answers === undefined && protocol.steps.some((each) => each.form === id && each.answers !== undefined))
    return <p>{t('today.notYours')}</p>;
  return (
    <div className={look.page}>
      <h1>{wordsIn(language, form.title, form._title)}</h1>
      {sent?.as === 'refused' && <Problem answer={sent.answer} />}
      {/* The region is there before its words are, so that a screen reader says them. */}
      <div role="status">
        {sent?.as === 'saved' && (
          <Notice tone="good">
            <p>{t(answers === undefined ? 'clinic.saved' : 'today.sent')}</p>
            <p>
              <AppLink to={{ page: answers === undefined ? 'diary' : 'home' }}>
                {t(answers === undefined ? 'ways.home.diary' : 'today.title')}
              </AppLink>
            </p>
          </Notice>
        )}
      </div>
      {sent?.as !== 'saved' && (
        <>
          {answers !== undefined && (
            <Notice tone="info">
              <p>{t('today.unwatched')}</p>
            </Notice>
          )}
          <QuestionnaireForm
            key={String(isBack)}
            form={form}
            answering={{ patient, author: person.who }}
            occasion={stepId}
            store={store}
            timeZone={protocol.timeZone}
            now={clock.now}
            onFinished={async (submission) => {
              const { key, entries, draft } = submission;
              const result = await outbox.send({ key, at: clock.now(), entries, ...(draft ? { draft } : {}) });
              setSent(result);
              return result.as;
            }}
          />
        </>
      )}
    </div>
  );
}
