import type { Rule } from '../../rule.js';
import destinationsExist from './destinations-exist.js';
import faultsLeaveTimeouts from './faults-leave-timeouts.js';
import faultsSpareUsers from './faults-spare-users.js';
import matchesAreReachable from './matches-are-reachable.js';
import meshHostsHaveOneVirtualService from './mesh-hosts-have-one-virtual-service.js';
import retriesAreSafe from './retries-are-safe.js';
import routesAreReachable from './routes-are-reachable.js';
import routesReachTheMesh from './routes-reach-the-mesh.js';
import triesFitTheTimeout from './tries-fit-the-timeout.js';
import virtualServiceGatewaysExist from './virtual-service-gateways-exist.js';
import weightsShareTheTraffic from './weights-share-the-traffic.js';

export const istioRules: readonly Rule[] = [
  destinationsExist,
  faultsLeaveTimeouts,
  faultsSpareUsers,
  matchesAreReachable,
  meshHostsHaveOneVirtualService,
  retriesAreSafe,
  routesAreReachable,
  routesReachTheMesh,
  triesFitTheTimeout,
  virtualServiceGatewaysExist,
  weightsShareTheTraffic,
];
