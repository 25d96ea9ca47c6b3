import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place, within } from '../../../input/place.js';
import type { Cluster } from '../../fleet/cluster.js';
import { resourceFaults } from '../../workload/resources.js';
import { checkAvailability } from './check-availability.js';
import { checkCertificates } from './check-certificates.js';
import { checkNetworks } from './check-networks.js';
import { checkPorts } from './check-ports.js';
import { checkProxy } from './check-proxy.js';
import { controllerProxyResources } from './proxy-resources.js';
import type { ProxyResourceValues, ResourceValues } from './shared-values.js';
import type { LinkerdValues } from './values.js';

/** Faults in the values that neither the API server nor a controller would report in time. */
export function checkValues(place: Place, cluster: Cluster, values: LinkerdValues): Diagnostic[] {
  return [
    ...checkNetworks(place, cluster, values),
    ...checkAvailability(place, cluster, values),
    ...checkCertificates(place, values),
    ...checkPorts(place, values),
    ...checkProxy(place, values),
    ...Object.entries(allResources(values)).flatMap(([path, resources]) =>
      within(at(place, path), resourceFaults(resources)),
    ),
  ];
}

function allResources(values: LinkerdValues): Record<string, ResourceValues> {
  const beside = (own: ProxyResourceValues | undefined) => own && controllerProxyResources(values, own);
  const stated = {
    destinationProxyResources: beside(values.destinationProxyResources),
    destinationResources: values.destinationResources,
    heartbeatResources: values.heartbeatResources,
    identityProxyResources: beside(values.identityProxyResources),
    identityResources: values.identityResources,
    'policyController.resources': values.policyController.resources,
    'proxy.resources': values.proxy.resources,
    proxyInjectorProxyResources: beside(values.proxyInjectorProxyResources),
    proxyInjectorResources: values.proxyInjectorResources,
    spValidatorResources: values.spValidatorResources,
  };
  return Object.fromEntries(
    Object.entries(stated).flatMap(([path, resources]) => (resources === undefined ? [] : [[path, resources]])),
  );
}
