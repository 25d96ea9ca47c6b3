import type { Rule } from '../../rule.js';
import alertsCanBeRouted from './alerts-can-be-routed.js';
import dashboardsAreJson from './dashboards-are-json.js';
import monitorsFindTheirPorts from './monitors-find-their-ports.js';
import rulesAskSomething from './rules-ask-something.js';
import scrapesAreAdmitted from './scrapes-are-admitted.js';
import scrapesAreRegular from './scrapes-are-regular.js';

export const observabilityRules: readonly Rule[] = [
  alertsCanBeRouted,
  dashboardsAreJson,
  monitorsFindTheirPorts,
  rulesAskSomething,
  scrapesAreAdmitted,
  scrapesAreRegular,
];
