import { lazy } from 'react';
import { usePlace } from '../app/address.ts';
import { useSession } from '../app/session.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { CheckInPage } from './check-in-page.tsx';
import { HelpPage } from './help-page.tsx';
import { TodayPage } from './today-page.tsx';

// Not needed before somebody goes there; the device keeps them for days without a network all the same.
const DiaryPage = lazy(() => import('./diary-page.tsx'));
const OwnFormPage = lazy(() => import('./own-form-page.tsx'));

/** The patient's side: today, check-in, diary, and the red flags, each one tap from the others. */
export default function PatientPages() {
  const { t } = useTranslation();
  const { person } = useSession();
  const place = usePlace();
  const patient = person.patient ?? person.who.slice(person.who.indexOf('/') + 1);
  switch (place.page) {
    case 'home':
      return <TodayPage patient={patient} />;
    case 'check-in':
      return <CheckInPage patient={patient} />;
    case 'diary':
      return <DiaryPage patient={patient} />;
    case 'help':
      return <HelpPage />;
    case 'form':
      return <OwnFormPage patient={patient} form={place.form} step={place.step} />;
    case 'alerts':
    case 'account':
    case 'join':
    case 'patient':
    case 'freeze-plan':
    case 'unknown':
      return <h1>{t('app.notFound')}</h1>;
    default:
      return place satisfies never;
  }
}
