import { useId, useState } from 'react';
import { Button } from '../design/button.tsx';
import look from '../design/question.module.css';
import type { QuestionProps } from '../design/question.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import type { AnswerValue } from './logic/answer-state.ts';

/** What the record takes as one resource is 4 MB; a file in base64 grows by a third. */
const BYTES_AT_MOST = 2_500_000;

/** Files of this device, into the answer itself: an image of a signed paper, a letter. */
export default function AttachmentField(
  props: QuestionProps & {
    readonly values: readonly AnswerValue[];
    readonly repeats: boolean;
    readonly onChange: (values: readonly AnswerValue[]) => void;
  },
) {
  const { t } = useTranslation();
  const { label, help, error, name, isRequired = false, values, repeats, onChange } = props;
  const [refused, setRefused] = useState<string>();
  const id = useId();
  const take = async (files: FileList | null) => {
    const taken: AnswerValue[] = [];
    setRefused(undefined);
    for (const file of files ?? []) {
      if (file.size > BYTES_AT_MOST) setRefused(t('form.fault.large', { size: 2.5 }));
      else {
        const bytes = new Uint8Array(await file.arrayBuffer());
        taken.push({
          valueAttachment: { contentType: file.type, title: file.name, size: file.size, data: base64Of(bytes) },
        });
      }
    }
    onChange(repeats ? [...values, ...taken] : taken.slice(-1));
  };
  const shown = refused ?? error;
  return (
    <div
      className={look.question}
      {...(shown === undefined ? {} : { 'data-invalid': true })}
      {...(name === undefined ? {} : { 'data-question': name })}
    >
      <label htmlFor={id} className={look.label}>
        {label}
        {!isRequired && <span className={look.optional}> ({t('form.optional')})</span>}
      </label>
      {help !== undefined && <span className={look.help}>{help}</span>}
      <input
        id={id}
        type="file"
        className={look.input}
        multiple={repeats}
        aria-invalid={shown !== undefined}
        aria-describedby={`${id}-error`}
        onChange={(event) => take(event.target.files)}
      />
      {values.map(({ valueAttachment }, index) => {
        const { title = '' } = valueAttachment as { title?: string };
        return (
          <div key={title} className={look.row}>
            <span>{title}</span>
            <Button
              tone="quiet"
              label={t('form.removeNamed', { name: title })}
              onPress={() => onChange(values.filter((_, each) => each !== index))}
            >
              {t('form.remove')}
            </Button>
          </div>
        );
      })}
      <span id={`${id}-error`} className={shown === undefined ? undefined : look.error}>
        {shown}
      </span>
    </div>
  );
}

function base64Of(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}
