import { operationRoutes } from '../operation/operation-routes.ts';
import { OPERATIONS } from '../operations.ts';
import type { FhirRoute } from '../route.ts';
import { createRoutes } from './create.ts';
import { deleteRoutes } from './delete.ts';
import { everythingRoutes } from './everything.ts';
import { historyRoutes } from './history.ts';
import { operationDefinitionRoutes } from './operation-definition.ts';
import { patchRoutes } from './patch.ts';
import { readRoutes } from './read.ts';
import { searchRoutes } from './search.ts';
import { timelineCalendarRoutes } from './timeline-calendar.ts';
import { transactionRoutes } from './transaction.ts';
import { updateRoutes } from './update.ts';
import { validateRoutes } from './validate.ts';

/** Everything that is served under /fhir, but the CapabilityStatement, which is computed from it. */
export const FHIR_ROUTES: readonly FhirRoute[] = [
  ...readRoutes,
  ...historyRoutes,
  ...searchRoutes,
  ...createRoutes,
  ...updateRoutes,
  ...patchRoutes,
  ...deleteRoutes,
  ...transactionRoutes,
  ...everythingRoutes,
  ...validateRoutes,
  ...OPERATIONS.flatMap(operationRoutes),
  ...timelineCalendarRoutes,
  ...operationDefinitionRoutes,
];
