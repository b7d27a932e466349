import { useMemo } from 'react';
import { useLanguage } from '../../app/language.ts';
import { numberFormat } from '../../texts/formats.ts';
import { useTranslation } from '../../texts/use-translation.tsx';

/** Numbers as the reader writes them, with their unit, a real minus and a space that does not break. */
export interface Figures {
  number(value: number, digits?: number): string;
  millimetres(value: number, digits?: number): string;
  degrees(value: number, digits?: number): string;
  /** "2 min 5 s" */
  duration(seconds: number): string;
}

export function useFigures(): Figures {
  const { t } = useTranslation();
  const language = useLanguage();
  return useMemo(() => {
    const number = (value: number, digits = 1): string =>
      numberFormat(language, {
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
        // A gap of -0.0 mm is none.
        signDisplay: 'negative',
      })
        .format(value)
        .replace('-', '\u2212');
    return {
      number,
      millimetres: (value, digits = 1) => `${number(value, digits)}\u00a0mm`,
      degrees: (value, digits = 0) => `${number(value, digits)}\u00a0°C`,
      duration: (seconds) => {
        const whole = Math.round(seconds);
        const [minutes, rest] = [Math.floor(whole / 60), whole % 60];
        if (minutes === 0) return t('planner.seconds', { seconds: rest });
        return rest === 0
          ? t('planner.minutes', { minutes })
          : t('planner.minutesAndSeconds', { minutes, seconds: rest });
      },
    };
  }, [t, language]);
}
