import { type RecordResource, siteParts, sitesOfResponse, type Target } from '@cryopath/pathway';

/** The target of the newest answer that names one, the time-out's, the decision's or the block's; the protocol's first while none does. */
export function targetOfRecord(resources: readonly RecordResource[], targets: readonly Target[]): string {
  const [site] = resources
    .filter(({ resourceType, status }) => resourceType === 'QuestionnaireResponse' && status === 'completed')
    .toSorted((a, b) => Date.parse(String(b.authored)) - Date.parse(String(a.authored)))
    .flatMap((response) => sitesOfResponse(response));
  const named = site === undefined ? undefined : siteParts(site).target;
  return targets.find(({ id }) => id === named)?.id ?? targets[0]?.id ?? 'lumbar-facet';
}
