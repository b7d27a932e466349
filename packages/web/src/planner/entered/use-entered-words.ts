import { useMemo } from 'react';
import { useLanguage } from '../../app/language.ts';
import { type Form, wordsIn } from '../../form/logic/form-item.ts';
import { useTranslation } from '../../texts/use-translation.tsx';
import { useFigures } from '../picture/use-figures.ts';
import { useReachWords } from '../picture/use-reach-words.ts';
import type { Reach } from '../predict/reach.ts';
import type { SavedFreezePlan } from '../record/freeze-plan-resource.ts';
import { type EnteredCycle, type EnteredFault, type EnteredNote, TOLERANCE } from './entered-freeze.ts';

/** A freeze as a form tells it, in words. Cycles and questions are called as the form calls them. */
export interface EnteredWords {
  cycle(cycle: EnteredCycle): string;
  fault(fault: EnteredFault): string;
  note(note: EnteredNote): string;
  planned(saved: SavedFreezePlan): string;
  /** What came of a structure over the whole freeze, with its band once there is one. */
  reach(reach: Reach, isBanded: boolean): string;
  /** What the plan predicted of it, as the record has it. */
  plannedReach(saved: SavedFreezePlan | undefined, reach: Reach): string;
}

export function useEnteredWords(form: Form): EnteredWords {
  const { t } = useTranslation();
  const language = useLanguage();
  const { degrees, duration, millimetres, number } = useFigures();
  const { range } = useReachWords();
  return useMemo(() => {
    const tenths = (value: number) => degrees(value, Number.isInteger(value) ? 0 : 1);
    const named = (cycle: number) => {
      const group = form.item?.find(({ linkId }) => linkId === `cycle-${cycle}`);
      return group === undefined ? String(cycle) : wordsIn(language, group.text, group._text);
    };
    const predictedOf = (saved: SavedFreezePlan, { kind, structure }: Pick<Reach, 'kind' | 'structure'>) =>
      saved.predicted[`predicted-${kind}-${structure}`];
    return {
      cycle: ({ number: which, temperature, freeze, thaw, isRunning }) =>
        t(isRunning ? 'planner.entered.running' : 'planner.entered.cycle', {
          cycle: named(which),
          temperature: tenths(temperature),
          freeze: duration(freeze),
          thaw: duration(thaw),
        }),
      fault: (fault) => {
        const { text, _text } = fault.question;
        const place = `${named(fault.cycle)}, ${wordsIn(language, text, _text)}`;
        const why =
          fault.kind === 'form'
            ? t(`form.fault.${fault.fault.fault}`, fault.fault.values)
            : t(`planner.entered.fault.${fault.kind}`, {
                temperature: fault.kind === 'warm' ? tenths(fault.temperature) : '',
              });
        return `${place}: ${why}`;
      },
      note: (note) => {
        const cycle = named(note.cycle);
        switch (note.kind) {
          case 'incomplete':
            return t('planner.entered.note.incomplete', { cycle });
          case 'waited':
            return t('planner.entered.note.waited', {
              cycle,
              between: duration(note.between),
              thaw: duration(note.thaw),
            });
          case 'no-ice':
            return t('planner.entered.note.no-ice', { cycle, warmest: tenths(note.warmest) });
          case 'disagrees':
            return t('planner.entered.note.disagrees', {
              cycle,
              entered: tenths(note.entered),
              measured: tenths(note.measured),
              tolerance: number(TOLERANCE, 0),
            });
          default:
            return note satisfies never;
        }
      },
      planned: (saved) => {
        const { temperature, cycles, freeze, thaw, diameter } = saved.planned;
        const plan = t('planner.step.plan', {
          temperature: degrees(temperature),
          cycles,
          freeze: duration(freeze),
          thaw: duration(thaw),
          diameter: millimetres(diameter),
        });
        const cover = predictedOf(saved, { kind: 'cover', structure: 'nerve' });
        return [
          t('planner.entered.planned', { plan }),
          cover && t('planner.step.cover', { low: number(cover.low), high: millimetres(cover.high) }),
        ]
          .filter(Boolean)
          .join(' ');
      },
      reach: (reach, isBanded) => {
        const { kind, extreme } = reach;
        const structure = t(`planner.structure.${reach.structure}`);
        if (extreme === undefined) return t(`planner.entered.${kind}.none`, { structure });
        const { value, low } = extreme;
        const outcome = !(value > 0) ? 'negative' : !isBanded ? 'noBand' : low > 0 ? 'sure' : 'unsure';
        return t(`planner.entered.${kind}.${outcome}`, { structure, distance: range(extreme) });
      },
      plannedReach: (saved, reach) => {
        const found = saved && predictedOf(saved, reach);
        return found === undefined
          ? t('planner.table.none')
          : t('planner.entered.between', { low: number(found.low), high: millimetres(found.high) });
      },
    };
  }, [t, language, form, degrees, duration, millimetres, number, range]);
}
