import { object } from '../../../support/manifests.js';
import type { ChangeExample } from './example.js';

const GROUP = 'gateway.networking.k8s.io';

export const GATEWAY_API_EXAMPLES: readonly ChangeExample[] = [
  ['BackendTLSPolicy', 'v1alpha3'],
  ['TLSRoute', 'v1alpha2'],
  ['TCPRoute', 'v1alpha2'],
  ['UDPRoute', 'v1alpha2'],
].map(([kind = '', version = '']) => ({
  id: `gateway-api/${kind.toLowerCase()}-is-standard`,
  concerned: object(`${GROUP}/${version}`, kind, 'spec: {}'),
  at: [`${kind} apiVersion`],
  spared: object(`${GROUP}/v1`, kind, 'spec: {}'),
}));
