import type { Requester } from '@cryopath/record';

/** The product itself, for what it does without anybody asking: seeding the demo, watching for changes. Audited like everybody. */
export const serviceRequester: Requester = {
  who: 'Device/cryopath',
  role: 'service',
  purpose: 'HSYSADMIN',
  clinic: '',
  patients: [],
};

/** The product filing what another system exported. Somebody of its own, so that a later import can tell what was changed here by others. */
export const importRequester = (clinic: string): Requester => ({
  ...serviceRequester,
  who: 'Device/cryopath-import',
  clinic,
});
