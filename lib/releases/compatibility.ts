import type { ReleaseRange } from '../formats/release.js';
import type { Project } from './project.js';

/** What the releases of a project support of another one. */
export interface Compatibility {
  readonly project: Project;
  /** The project that is supported from one release to another. */
  readonly other: Project;
  /** The page or file of the project that says so. */
  readonly source: string;
  /** What happens with other releases; a sentence. */
  readonly effect?: string;
  /** Release line to the releases of the other project. Lines that are not listed are not judged. */
  readonly supports: Readonly<Record<string, ReleaseRange>>;
}

/** Releases of Kubernetes, by release line of Linkerd. */
export const LINKERD_KUBERNETES = { '2.19': ['1.22', '1.35'], '2.20': ['1.31', '1.35'] } as const;

/** Releases of the Gateway API, by release line of Linkerd. The oldest is what its own chart still installs. */
export const LINKERD_GATEWAY_API = { '2.19': ['1.1.1', '1.2.1'], '2.20': ['1.1.1', '1.5.1'] } as const;

/** Releases of Kubernetes, by release line of Istio. Of 1.32 the minimum is known, which its code checks at the installation. */
export const ISTIO_KUBERNETES = { '1.30': ['1.32', '1.36'], '1.31': ['1.32', '1.36'], '1.32': ['1.32'] } as const;

/** Releases of Kubernetes, by release line of Envoy Gateway. */
export const ENVOY_GATEWAY_KUBERNETES = {
  '1.5': ['1.30', '1.33'],
  '1.6': ['1.30', '1.33'],
  '1.7': ['1.32', '1.35'],
  '1.8': ['1.32', '1.35'],
  '1.9': ['1.33', '1.36'],
} as const;

/** Release of the Gateway API that each release line of Envoy Gateway is compiled with. */
export const ENVOY_GATEWAY_GATEWAY_API = {
  '1.5': ['1.3.0', '1.3.0'],
  '1.6': ['1.4.0', '1.4.0'],
  '1.7': ['1.4.1', '1.4.1'],
  '1.8': ['1.5.1', '1.5.1'],
  '1.9': ['1.6.1', '1.6.1'],
} as const;

/**
 * Which releases go together, as upstream states it.
 *
 * What is missing has no limit within the known releases: trust-manager needs Kubernetes 1.25, External Secrets 1.19, the
 * Prometheus operator 1.16; NACK states none. Argo CD states what it is tested with, not what it needs.
 */
export const COMPATIBILITY: readonly Compatibility[] = [
  {
    project: 'linkerd',
    other: 'kubernetes',
    source: 'https://linkerd.io/2-edge/reference/k8s-versions/',
    supports: LINKERD_KUBERNETES,
  },
  {
    project: 'linkerd',
    other: 'gateway-api',
    source: 'https://linkerd.io/2-edge/features/gateway-api/',
    effect: 'Of other releases Linkerd ignores unknown parts, or reads no route at all.',
    supports: LINKERD_GATEWAY_API,
  },
  {
    project: 'istio',
    other: 'kubernetes',
    source: 'https://istio.io/latest/docs/releases/supported-releases/',
    supports: ISTIO_KUBERNETES,
  },
  {
    project: 'cert-manager',
    other: 'kubernetes',
    source: 'https://cert-manager.io/docs/releases/',
    supports: {
      '1.18': ['1.29', '1.33'],
      '1.19': ['1.31', '1.35'],
      '1.20': ['1.32', '1.35'],
      '1.21': ['1.33', '1.36'],
    },
  },
  {
    project: 'gateway-api',
    other: 'kubernetes',
    source: 'https://kubernetes.io/docs/reference/using-api/cel/#cel-options-language-features-and-libraries',
    effect: 'The API server rejects the definitions: it does not accept functions of their CEL rules.',
    // isIP came with Kubernetes 1.30, and format.dns1123Subdomain with 1.31; new objects may call a function one release after it came.
    supports: {
      '1.5': ['1.31'],
      '1.6': ['1.31'],
      '1.7': ['1.31'],
      '1.5-experimental': ['1.31'],
      '1.6-experimental': ['1.32'],
      '1.7-experimental': ['1.32'],
    },
  },
  {
    project: 'envoy-gateway',
    other: 'kubernetes',
    source: 'https://gateway.envoyproxy.io/news/releases/matrix/',
    supports: ENVOY_GATEWAY_KUBERNETES,
  },
  {
    project: 'envoy-gateway',
    other: 'gateway-api',
    source: 'https://gateway.envoyproxy.io/news/releases/matrix/',
    supports: ENVOY_GATEWAY_GATEWAY_API,
  },
  {
    project: 'flux',
    other: 'kubernetes',
    source: 'https://github.com/fluxcd/flux2/blob/v2.9.5/cmd/flux/check.go',
    supports: { '2.9': ['1.33'] },
  },
];
