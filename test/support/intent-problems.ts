import { formatDiagnostic } from '../../lib/diagnostic.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import type { Workload } from '../../lib/write/workload/workload.js';
import { applicationOf, workloadOf } from './application.js';
import { checkApplication } from './resolved.js';

/** The sentences about an application. */
export const said = (application: Application) => checkApplication(application).map(formatDiagnostic);

/** Those about the shop with changes to the service of the orders, and to the application. */
export const ofOrders = (changes: Partial<Service>, more: Partial<Application> = {}) =>
  said(applicationOf(changes, more));

/** Those about the shop with changes to the workload of the orders, which nobody calls. */
export const ofWorkload = (changes: Partial<Workload>) =>
  said(applicationOf({ workload: workloadOf('orders', changes), callers: 'nobody' }));

/** How sentences name the service of the orders. */
export const where = "Application 'shop': service 'shop/orders'";
