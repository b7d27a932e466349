import { useMemo } from 'react';
import { useTranslation } from '../../texts/use-translation.tsx';
import type { Measured, Reach } from '../predict/reach.ts';
import { useFigures } from './use-figures.ts';

/** How far the cold is from something, in words. */
export interface ReachWords {
  /** "3.2 mm (2.1 to 4.0)" */
  range(measured: Measured | undefined): string;
  /** A sentence on one structure, at the moment that is looked at. */
  sentence(reach: Reach): string;
}

export function useReachWords(): ReachWords {
  const { t } = useTranslation();
  const { millimetres, number } = useFigures();
  return useMemo(() => {
    const range = (measured: Measured | undefined): string => {
      if (measured === undefined) return t('planner.table.noIce');
      const { value, low, high } = measured;
      return high - low < 0.05
        ? millimetres(value)
        : t('planner.table.range', { value: millimetres(value), low: number(low), high: number(high) });
    };
    return {
      range,
      sentence: ({ structure, kind, now }) => {
        const state = now === undefined ? 'none' : now.value > 0 ? 'positive' : 'negative';
        return t(`planner.words.${kind}.${state}`, {
          structure: t(`planner.structure.${structure}`),
          distance: now === undefined ? '' : millimetres(Math.abs(now.value)),
        });
      },
    };
  }, [t, millimetres, number]);
}
