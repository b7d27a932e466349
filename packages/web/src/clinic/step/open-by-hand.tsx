import { type ClosedCondition, type GateOverride, readOverride, type Step } from '@cryopath/pathway';
import { useState } from 'react';
import { useLanguage } from '../../app/language.ts';
import { Problem } from '../../app/problem.tsx';
import { useSession } from '../../app/session.ts';
import { Button } from '../../design/button.tsx';
import { Checks } from '../../design/checks.tsx';
import { Dialog } from '../../design/dialog.tsx';
import { Field } from '../../design/field.tsx';
import { Notice } from '../../design/notice.tsx';
import type { LoadedPathway } from '../../pathway/loaded-pathway.ts';
import type { Answer } from '../../server/fhir-server.ts';
import { useTranslation } from '../../texts/use-translation.tsx';

/** Opens a gate by hand: one person says why and for which conditions, another one confirms. Only then does it open (I2). */
export function OpenByHand(props: {
  readonly step: Step;
  readonly by: readonly ClosedCondition[];
  readonly pathway: LoadedPathway;
  readonly onSaved: () => Promise<void>;
}) {
  const { step, by, pathway, onSaved } = props;
  const { server, person } = useSession();
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const plan = pathway.view.pathway?.id;
  const openable = by.filter(({ override }) => override.some((role) => role === person.role));
  const begun = pathway.record.resources
    .map((resource): GateOverride | undefined => readOverride(resource))
    .find((each) => each?.status === 'preliminary' && each.step === step.id);
  if (plan === undefined) return null;

  const call = async (parameters: Parameters<typeof server.operation>[1]) => {
    const answer = await server.operation(`CarePlan/${plan}/$override`, parameters, key);
    setKey(crypto.randomUUID());
    setRefusal(answer.ok ? undefined : answer);
    if (!answer.ok) return;
    setOpen(false);
    await onSaved();
  };

  if (begun) {
    const isMine = begun.signatures.some(({ author }) => author === person.who);
    const mayConfirm = !isMine && (person.role === 'doctor' || person.role === 'lead');
    return (
      <Notice tone="warning" title={t('override.begun')}>
        <p>{begun.reason}</p>
        <ConditionNames names={begun.conditions} step={step} />
        {refusal && !refusal.ok && <Problem answer={refusal} />}
        {mayConfirm ? (
          <p>
            <Button
              tone="main"
              onPress={() => call({ override: { valueReference: { reference: `DetectedIssue/${begun.id}` } } })}
            >
              {t('override.confirm')}
            </Button>
          </p>
        ) : (
          <p>{t(isMine ? 'override.waitsForSecond' : 'override.notYours')}</p>
        )}
      </Notice>
    );
  }
  if (openable.length === 0) return null;
  return (
    <div>
      <Button tone="plain" onPress={() => setOpen(true)}>
        {t('override.open')}
      </Button>
      {isOpen && (
        <Begin
          conditions={openable}
          refusal={refusal}
          onClose={() => setOpen(false)}
          onBegin={(names, reason) =>
            call({
              step: { valueCode: step.id },
              condition: names.map((valueCode) => ({ valueCode })),
              reason: { valueString: reason },
            })
          }
        />
      )}
    </div>
  );
}

function ConditionNames({ names, step }: { readonly names: readonly string[]; readonly step: Step }) {
  const language = useLanguage();
  return (
    <ul>
      {names.map((name) => (
        <li key={name}>{step.gate.find((each) => each.name === name)?.title[language] ?? name}</li>
      ))}
    </ul>
  );
}

function Begin(props: {
  readonly conditions: readonly ClosedCondition[];
  readonly refusal: Answer<unknown> | undefined;
  readonly onClose: () => void;
  readonly onBegin: (names: readonly string[], reason: string) => void;
}) {
  const { conditions, refusal, onClose, onBegin } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const [names, setNames] = useState<readonly string[]>([]);
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t('override.open')}
      onClose={onClose}
      actions={
        <>
          <Button
            tone="alarm"
            isDisabled={names.length === 0 || reason.trim() === ''}
            onPress={() => onBegin(names, reason)}
          >
            {t('override.sign')}
          </Button>
          <Button tone="plain" onPress={onClose}>
            {t('clinic.cancel')}
          </Button>
        </>
      }
    >
      <p>{t('override.lead')}</p>
      <Checks
        label={t('override.conditions')}
        value={names}
        options={conditions.map(({ name, title }) => ({ value: name, text: title[language] }))}
        onChange={setNames}
        isRequired
      />
      <Field label={t('override.reason')} rows={3} value={reason} onChange={setReason} isRequired />
      {refusal && !refusal.ok && <Problem answer={refusal} />}
    </Dialog>
  );
}
