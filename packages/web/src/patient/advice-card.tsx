import protocol from 'virtual:patient-protocol';
import { useEffect, useRef } from 'react';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { Problem } from '../app/problem.tsx';
import { CareCard } from '../design/care-card.tsx';
import { Notice } from '../design/notice.tsx';
import type { Sent } from '../device/outbox.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import type { AdviceGiven } from './advice-given.ts';
import { CallClinic } from './call-clinic.tsx';
import look from './home-page.module.css';

/** What to do now; the software advises, the doctor decides, and it says so here (I9). It is here before the network is asked; below it stands whether the clinic has the answers. */
export function AdviceCard({ advice, sent }: { readonly advice: AdviceGiven; readonly sent: Sent | undefined }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.focus(), []);
  return (
    <div className={look.section} ref={place} tabIndex={-1} role="status">
      <CareCard level={advice.level} title={advice.title?.[language] ?? t('checkIn.sameDay')}>
        {advice.act && <p>{advice.act[language]}</p>}
        {advice.found.length > 0 && (
          <>
            <p>{t('checkIn.because')}</p>
            <ul>
              {advice.found.map((each) => (
                <li key={each.en}>{each[language]}</li>
              ))}
            </ul>
          </>
        )}
        {advice.level === 'emergency' && (
          <p>
            <a className={look.call} href="tel:112">
              {t('help.call112')}
            </a>
          </p>
        )}
        {(advice.level === 'emergency' || advice.level === 'same-day') && <CallClinic />}
      </CareCard>
      {sent?.as === 'saved' && (
        <Notice tone="good">
          <p>{t('checkIn.sent')}</p>
        </Notice>
      )}
      {sent?.as === 'waits' && (
        <Notice tone="warning" title={t('checkIn.notSent')}>
          <p>{t(advice.level === 'emergency' || advice.level === 'same-day' ? 'checkIn.callAnyway' : 'form.waits')}</p>
        </Notice>
      )}
      {sent?.as === 'refused' && (
        <>
          <Problem answer={sent.answer} />
          <p>{t('checkIn.callAnyway')}</p>
        </>
      )}
      <p>{t('checkIn.doctorDecides')}</p>
      {advice.level !== 'emergency' && protocol.emergency && <p>{protocol.emergency[language]}</p>}
      <p className={look.actions}>
        <AppLink to={{ page: 'home' }} className={look.linkButton}>
          {t('ways.home.home')}
        </AppLink>
        <AppLink to={{ page: 'help' }} className={look.linkButton}>
          {t('ways.home.help')}
        </AppLink>
      </p>
    </div>
  );
}
