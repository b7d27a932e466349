import type { Instant } from '@cryopath/pathway';
import { uuidV7 } from '@cryopath/record/database';

/** The id of a resource that the product makes. */
export const newId = (now: Instant): string => uuidV7(now);
