import { type ReactNode, useState } from 'react';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';

/** Does something that is not undone by a second press, after a question that says what it means. A refusal stays in the dialogue, where it was asked for. */
export function ActButton<Value>(props: {
  readonly text: string;
  /** With what it is about, for who does not see the row. */
  readonly label: string;
  readonly question: string;
  readonly meaning: string;
  /** What is to be chosen first. */
  readonly children?: ReactNode;
  readonly isReady?: boolean;
  readonly act: () => Promise<Answer<Value>>;
  readonly onDone: (value: Value) => void;
}) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Answer<unknown>>();
  const act = async () => {
    if (isBusy) return;
    setBusy(true);
    const answer = await props.act();
    setBusy(false);
    setRefusal(answer.ok ? undefined : answer);
    if (!answer.ok) return;
    setOpen(false);
    props.onDone(answer.value);
  };
  const close = () => {
    setOpen(false);
    setRefusal(undefined);
  };
  return (
    <>
      <Button tone="quiet" label={props.label} onPress={() => setOpen(true)}>
        {props.text}
      </Button>
      {isOpen && (
        <Dialog
          title={props.question}
          onClose={close}
          actions={
            <>
              <Button tone="alarm" isBusy={isBusy} isDisabled={props.isReady === false} onPress={act}>
                {props.text}
              </Button>
              <Button tone="plain" onPress={close}>
                {t('account.cancel')}
              </Button>
            </>
          }
        >
          <p>{props.meaning}</p>
          {props.children}
          {refusal && !refusal.ok && <Problem answer={refusal} />}
        </Dialog>
      )}
    </>
  );
}
