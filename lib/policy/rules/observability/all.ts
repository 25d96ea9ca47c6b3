import type { Rule } from '../../rule.js';
import alertsCanBeRouted from './alerts-can-be-routed.js';
import dashboardsAreJson from './dashboards-are-json.js';
import monitorPortExists from './monitor-port-exists.js';

export const observabilityRules: readonly Rule[] = [alertsCanBeRouted, dashboardsAreJson, monitorPortExists];
