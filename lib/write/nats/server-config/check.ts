import type { Diagnostic } from '../../../diagnostic.js';
import { sortDiagnostics } from '../../../diagnostic.js';
import { checkAccounts } from './check-accounts.js';
import { checkLeafnodes } from './check-leafnodes.js';
import { checkLimits } from './check-limits.js';
import { checkServer } from './check-server.js';
import { Faults } from './faults.js';
import type { ServerConfig } from './model.js';

/**
 * Finds everything in a configuration that the server refuses, or accepts although it is unsafe; all at once, sorted.
 *
 * @param where how messages name the configuration: `NatsBroker 'hub/broker'`
 * @see https://docs.nats.io/running-a-nats-service/configuration
 */
export function checkServerConfig(where: string, config: ServerConfig): Diagnostic[] {
  const faults = new Faults(where);
  checkServer(faults, config);
  checkLimits(faults, config);
  checkAccounts(faults, config);
  checkLeafnodes(faults, config);
  return sortDiagnostics(faults.problems);
}
