import { useTranslation } from '../texts/use-translation.tsx';
import { dialled } from './clinic-contact.ts';
import look from './home-page.module.css';
import { useClinicContact } from './use-clinic-contact.ts';

/** The clinic's numbers, to be called by one tap (H07). A clinic that has given none is not shown: what else is said stands without it. */
export function CallClinic() {
  const { t } = useTranslation();
  const { phones = [] } = useClinicContact() ?? {};
  if (phones.length === 0) return null;
  return (
    <p className={look.actions}>
      {phones.map((phone) => (
        <a key={phone} className={look.callClinic} href={dialled(phone)}>
          {t('help.callClinic', { phone: phone.replaceAll(' ', '\u00a0') })}
        </a>
      ))}
    </p>
  );
}

/** The way to the clinic: its name, where it is, and its numbers. */
export function YourClinic() {
  const { t } = useTranslation();
  const contact = useClinicContact();
  if (contact === undefined || contact.name === '') return null;
  return (
    <section className={look.section} aria-labelledby="clinic">
      <h2 id="clinic">{t('today.clinic')}</h2>
      <address className={look.clinic}>
        <strong>{contact.name}</strong>
        {contact.address.map((line) => (
          <span key={line}>{line}</span>
        ))}
        {contact.phones.map((phone) => (
          <a key={phone} href={dialled(phone)}>
            {phone}
          </a>
        ))}
      </address>
    </section>
  );
}
