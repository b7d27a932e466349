import { Notice } from '../../design/notice.tsx';
import type { Form } from '../../form/logic/form-item.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { EnteredAnswer } from './entered-answer.tsx';
import { atTheirWarmest, type EnteredFreeze } from './entered-freeze.ts';
import { useDonePrediction } from './use-done-prediction.ts';
import type { Entered } from './use-entered.ts';
import { useEnteredWords } from './use-entered-words.ts';

/** What the model makes of the cycles that were entered, why it cannot, and what there is to know beside it. */
export function EnteredPanel(props: {
  readonly form: Form;
  readonly entered: Entered;
  readonly freeze: EnteredFreeze;
  readonly isSaved?: boolean;
}) {
  const { form, entered, freeze, isSaved = false } = props;
  const { cycles, faults, notes } = freeze;
  const { t } = useTranslation();
  const words = useEnteredWords(form);
  const { done, prediction } = useDonePrediction(entered.planned, cycles);
  const warm = useDonePrediction(entered.planned, atTheirWarmest(cycles));
  return (
    <>
      {faults.length > 0 && (
        <Notice tone="fault" title={t('planner.entered.notComputed')}>
          <ul>
            {faults.map((fault) => (
              <li key={`${fault.question.linkId}-${fault.kind}`}>{words.fault(fault)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {cycles.length === 0 && faults.length === 0 && <p>{t('planner.entered.waiting')}</p>}
      {done !== undefined && (
        <EnteredAnswer
          done={done}
          cycles={cycles}
          entered={entered}
          prediction={prediction}
          warm={warm.done && warm.prediction}
          words={words}
          isSaved={isSaved}
        />
      )}
      {notes.length > 0 && cycles.length > 0 && (
        <Notice tone={notes.some(({ kind }) => kind !== 'incomplete') ? 'warning' : 'info'}>
          <ul>
            {notes.map((note) => (
              <li key={`${note.cycle}-${note.kind}`} data-note={note.kind}>
                {words.note(note)}
              </li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
