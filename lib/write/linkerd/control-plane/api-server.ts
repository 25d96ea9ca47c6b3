import { IntOrString, type NetworkPolicyPort } from '../../../../imports/k8s.js';
import type { LinkerdValues } from './values.js';

/**
 * The ports of the API server, from the setting that makes the proxies skip them; the usual ones without that setting.
 */
export function apiServerPorts({ proxyInit }: LinkerdValues): NetworkPolicyPort[] {
  return (proxyInit.kubeAPIServerPorts || '443,6443').split(',').map((range) => {
    const [first, last] = range.split('-').map(Number);
    return {
      protocol: 'TCP',
      port: IntOrString.fromNumber(first ?? 0),
      ...(last !== undefined && last !== first && { endPort: last }),
    };
  });
}
