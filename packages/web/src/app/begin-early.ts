import { placeOf } from './address.ts';

/**
 * Fetches what a chart or a freeze plan is shown by, as soon as the address says that it will be asked for: not one after the other, behind the question who
 * is signed in. What fails here is asked for again, and told, by whoever needs it.
 */
export function beginEarly(): void {
  const { page } = placeOf(location.pathname);
  if (page === 'patient') Promise.allSettled([import('../pathway/evaluation.ts'), clinic()]);
  if (page === 'freeze-plan')
    Promise.allSettled([import('../pathway/locate-pathway.ts'), clinic(), import('../planner/planner-page.tsx')]);
}

const clinic = () => import('../clinic/clinic-pages.tsx');
