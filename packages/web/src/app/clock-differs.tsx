import protocol from 'virtual:patient-protocol';
import type { Instant } from '@cryopath/pathway';
import { Notice } from '../design/notice.tsx';
import { clockTexts } from '../texts/clock-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { momentInWords } from './dates.ts';
import { useLanguage } from './language.ts';

/** Says that this device's clock is wrong, and which one counts (H12). @param ahead milliseconds; below zero it is behind */
export default function ClockDiffers({ now, ahead }: { readonly now: number; readonly ahead: number }) {
  const { t, texts } = useTranslation();
  texts.add(clockTexts);
  const language = useLanguage();
  const words = (at: number) => momentInWords(at as Instant, language, protocol.timeZone);
  return (
    <Notice tone="warning" title={t('clock.title')} isSudden>
      <p>{t('clock.words', { device: words(now + ahead), clinic: words(now) })}</p>
    </Notice>
  );
}
