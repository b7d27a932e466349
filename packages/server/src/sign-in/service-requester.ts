import type { Requester } from '@cryopath/record';

/** The product itself, for what it does without anybody asking: seeding the demo, watching for changes. Audited like everybody. */
export const serviceRequester: Requester = {
  who: 'Device/cryopath',
  role: 'service',
  purpose: 'HSYSADMIN',
  clinic: '',
  patients: [],
};
