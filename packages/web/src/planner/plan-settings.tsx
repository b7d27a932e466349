import type { Target } from '@cryopath/pathway';
import { useLanguage } from '../app/language.ts';
import { Choice } from '../design/choice.tsx';
import { Pick } from '../design/pick.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import type { FreezeLimits } from './advice/advise-freeze.ts';
import { defaultDistances } from './anatomy/distances.ts';
import { useFigures } from './picture/use-figures.ts';
import { DIAMETERS, MOST_CYCLES, PLANNED_TISSUES, type PlannedFreeze } from './planned-freeze.ts';
import styles from './planner-page.module.css';
import { Slider } from './slider.tsx';

/** What is chosen: target, probe, temperature, cycles. */
export function PlanSettings(props: {
  readonly planned: PlannedFreeze;
  readonly targets: readonly Target[];
  readonly limits: FreezeLimits;
  readonly onChange: (planned: PlannedFreeze) => void;
}) {
  const { planned, targets, limits, onChange } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const { degrees, duration, millimetres } = useFigures();
  const set = (change: Partial<PlannedFreeze>) => onChange({ ...planned, ...change });
  const { warmest, coldest } = limits.temperature;
  return (
    <div className={styles.questions}>
      <Pick
        label={t('planner.settings.target')}
        isRequired
        value={planned.target}
        options={targets.map(({ id, title }) => ({ value: id, text: title[language] }))}
        onChange={(target) => {
          if (target !== undefined) set({ target, distances: defaultDistances(target) });
        }}
      />
      <Slider
        label={t('planner.settings.temperature')}
        help={t('planner.settings.band', { warmest: degrees(warmest), coldest: degrees(coldest) })}
        least={-90}
        most={-40}
        step={1}
        band={[coldest, warmest]}
        value={planned.temperature}
        words={degrees(planned.temperature)}
        onChange={(temperature) => set({ temperature })}
      />
      <Choice
        label={t('planner.settings.cycles')}
        isRequired
        value={String(planned.cycles)}
        options={Array.from({ length: MOST_CYCLES }, (_, index) => ({
          value: String(index + 1),
          text: String(index + 1),
        }))}
        onChange={(cycles) => set({ cycles: Number(cycles) })}
      />
      <Slider
        label={t('planner.settings.freeze')}
        least={30}
        most={480}
        step={15}
        band={[limits.freezeTime.low * 60, limits.freezeTime.high * 60]}
        value={planned.freeze}
        words={duration(planned.freeze)}
        onChange={(freeze) => set({ freeze })}
      />
      <Slider
        label={t('planner.settings.thaw')}
        least={0}
        most={300}
        step={5}
        band={[limits.thawTime.low, limits.thawTime.high]}
        value={planned.thaw}
        words={duration(planned.thaw)}
        onChange={(thaw) => set({ thaw })}
      />
      <Choice
        label={t('planner.settings.diameter')}
        help={t('planner.settings.diameterHelp')}
        isRequired
        value={String(planned.diameter)}
        options={DIAMETERS.map((diameter) => ({ value: String(diameter), text: millimetres(diameter) }))}
        onChange={(diameter) => set({ diameter: Number(diameter) })}
      />
      <Slider
        label={t('planner.settings.activeLength')}
        least={2}
        most={20}
        step={0.5}
        value={planned.activeLength}
        words={millimetres(planned.activeLength)}
        onChange={(activeLength) => set({ activeLength })}
      />
      <Choice
        label={t('planner.settings.tissue')}
        isRequired
        value={planned.tissue}
        options={PLANNED_TISSUES.map((tissue) => ({ value: tissue, text: t(`planner.tissue.${tissue}`) }))}
        onChange={(chosen) => set({ tissue: PLANNED_TISSUES.find((tissue) => tissue === chosen) ?? 'soft-tissue' })}
      />
    </div>
  );
}
