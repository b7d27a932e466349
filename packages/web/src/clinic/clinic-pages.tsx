import { lazy, Suspense } from 'react';
import { usePlace } from '../app/address.ts';
import { Skeleton } from '../design/skeleton.tsx';
import { clinicTexts } from '../texts/clinic-texts.ts';
import { useTranslation } from '../texts/use-translation.tsx';
import { ChartPage } from './chart/chart-page.tsx';
import { AlertsPage } from './worklist/alerts-page.tsx';
import { UntakenBanner } from './worklist/untaken-banner.tsx';
import { WorklistPage } from './worklist/worklist-page.tsx';

// The model and its pictures come with the page that shows them.
const PlannerPage = lazy(() => import('../planner/planner-page.tsx'));

/** The clinic's side: what waits, alerts, and the charts. */
export default function ClinicPages() {
  const { texts } = useTranslation();
  // The words come with the part of the product that they belong to.
  texts.add(clinicTexts);
  return (
    <>
      <UntakenBanner />
      <Page />
    </>
  );
}

function Page() {
  const { t } = useTranslation();
  const place = usePlace();
  switch (place.page) {
    case 'home':
      return <WorklistPage />;
    case 'alerts':
      return <AlertsPage />;
    case 'patient':
      return <ChartPage key={place.patient} patient={place.patient} openStep={place.step} />;
    case 'freeze-plan':
      return (
        <Suspense fallback={<Skeleton text={t('app.loading')} />}>
          <PlannerPage key={place.patient} patient={place.patient} />
        </Suspense>
      );
    case 'check-in':
    case 'diary':
    case 'help':
    case 'form':
    case 'account':
    case 'join':
    case 'unknown':
      return <h1>{t('app.notFound')}</h1>;
    default:
      return place satisfies never;
  }
}
