import { useState } from 'react';
import { Problem } from '../app/problem.tsx';
import { Button } from '../design/button.tsx';
import { Dialog } from '../design/dialog.tsx';
import type { Answer } from '../server/fhir-server.ts';
import { useTranslation } from '../texts/use-translation.tsx';

/** Takes something away, after a question that says what this means. A refusal stays in the dialogue, where it was asked for. */
export function ActButton(props: {
  readonly text: string;
  /** With what it is about, for who does not see the row. */
  readonly label: string;
  readonly question: string;
  readonly meaning: string;
  readonly act: () => Promise<Answer<unknown>>;
  readonly onDone: () => void;
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
    props.onDone();
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
              <Button tone="alarm" isBusy={isBusy} onPress={act}>
                {props.text}
              </Button>
              <Button tone="plain" onPress={close}>
                {t('account.cancel')}
              </Button>
            </>
          }
        >
          <p>{props.meaning}</p>
          {refusal && !refusal.ok && <Problem answer={refusal} />}
        </Dialog>
      )}
    </>
  );
}
