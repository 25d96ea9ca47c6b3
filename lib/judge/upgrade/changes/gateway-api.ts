import type { Change } from '../change.js';

/** Kinds that moved to the standard channel as v1: the release, and the versions that only the experimental channel serves. */
const MOVED: readonly (readonly [kind: string, since: string, versions: readonly string[]])[] = [
  ['BackendTLSPolicy', '1.4', ['v1alpha3']],
  ['TLSRoute', '1.5', ['v1alpha2', 'v1alpha3']],
  ['TCPRoute', '1.6', ['v1alpha2']],
  ['UDPRoute', '1.6', ['v1alpha2']],
];

/** What releases of the Gateway API change for objects that their schemas accept. */
export const GATEWAY_API_CHANGES: readonly Change[] = MOVED.map(
  ([kind, since, versions]): Change => ({
    id: `gateway-api/${kind.toLowerCase()}-is-standard`,
    project: 'gateway-api',
    since,
    weight: 'deprecated',
    kinds: [`gateway.networking.k8s.io/${kind}`],
    concerns: (object) => {
      const apiVersion = object.at('apiVersion');
      return versions.some((version) => apiVersion.text?.endsWith(`/${version}`)) ? [apiVersion] : [];
    },
    what: `The standard channel has ${kind} as v1. Only the experimental channel serves ${versions.join(' and ')}.`,
    effect: 'A cluster with the standard channel refuses the object, and controllers that watch v1 may not see it.',
    action: `Set apiVersion to gateway.networking.k8s.io/v1 with the upgrade, after the controllers support it.`,
    source: `https://github.com/kubernetes-sigs/gateway-api/releases/tag/v${since}.0`,
  }),
);
