import protocol from 'virtual:patient-protocol';
import { useLanguage } from '../app/language.ts';
import { AppLink } from '../app/link.tsx';
import { CareCard } from '../design/care-card.tsx';
import { useTranslation } from '../texts/use-translation.tsx';
import { CallClinic } from './call-clinic.tsx';
import look from './home-page.module.css';

/** When to call, and whom. It needs no network and no rule engine: it is here as soon as the page is (I5, H07). */
export function HelpPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <div className={look.page}>
      <h1>{t('help.title')}</h1>
      <CareCard level="emergency" title={t('help.emergencyTitle')}>
        <RedFlags isEmergency />
        {protocol.emergency && <p>{protocol.emergency[language]}</p>}
        <p>
          <a className={look.call} href="tel:112">
            {t('help.call112')}
          </a>
        </p>
      </CareCard>
      <CareCard level="same-day" title={t('help.sameDayTitle')}>
        <RedFlags isEmergency={false} />
        <p>{t('help.unsure')}</p>
        <CallClinic />
      </CareCard>
      <p className={look.actions}>
        <AppLink to={{ page: 'check-in' }} className={look.linkButton}>
          {t('help.checkIn')}
        </AppLink>
      </p>
    </div>
  );
}

function RedFlags({ isEmergency }: { readonly isEmergency: boolean }) {
  const language = useLanguage();
  return (
    <ul>
      {protocol.redFlags
        .filter((each) => each.isEmergency === isEmergency)
        .map(({ id, title }) => (
          <li key={id}>{title[language]}</li>
        ))}
    </ul>
  );
}
