import type { PathwayView, Step } from '@cryopath/pathway';
import { useState } from 'react';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';

/** Leaves a step out that the plan lets be left out, with a reason that stays on the chart. */
export function SkipStep(props: {
  readonly step: Step;
  readonly view: PathwayView;
  readonly onSaved: () => Promise<void>;
}) {
  const { step, view, onSaved } = props;
  const { server } = useSession();
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [key] = useState(() => crypto.randomUUID());
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  if (view.pathway?.id === undefined) return null;
  const skip = async () => {
    const answer = await server.operation(
      `CarePlan/${view.pathway?.id}/$skip-step`,
      { step: { valueCode: step.id }, ...(reason.trim() === '' ? {} : { reason: { valueString: reason } }) },
      key,
    );
    if (!answer.ok) return setRefusal(answer);
    setOpen(false);
    await onSaved();
  };
  const needsReason = step.required === 'must-unless-documented';
  return (
    <div>
      <Button tone="quiet" onPress={() => setOpen(true)}>
        {t('leaveOut.open')}
      </Button>
      {isOpen && (
        <Dialog
          title={t('leaveOut.open')}
          onClose={() => setOpen(false)}
          actions={
            <>
              <Button tone="main" isDisabled={needsReason && reason.trim() === ''} onPress={skip}>
                {t('leaveOut.confirm')}
              </Button>
              <Button tone="plain" onPress={() => setOpen(false)}>
                {t('clinic.cancel')}
              </Button>
            </>
          }
        >
          <Field label={t('leaveOut.reason')} rows={2} value={reason} onChange={setReason} isRequired={needsReason} />
          {refusal && !refusal.ok && <Problem answer={refusal} />}
        </Dialog>
      )}
    </div>
  );
}
