import type { JsonResource } from '@cryopath/fhir';

/** Marks everything that the demo made up. */
export const DEMO_TAG = { system: 'urn:cryopath:demo', code: 'demo' } as const;

/** What follows a made-up name wherever it stands. */
export const DEMO_MARK = '(demo)';

export const tagged = (resource: JsonResource): JsonResource => ({
  ...resource,
  meta: { ...resource.meta, tag: [DEMO_TAG] },
});
