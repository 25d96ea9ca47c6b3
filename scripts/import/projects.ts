import type { ModuleVersion } from './modules.js';

/** Where the definitions of one release are. */
export interface Source extends ModuleVersion {
  /** The files of the module that hold them. */
  readonly files: RegExp;
}

/** A project whose kinds are known by release. */
export interface Project {
  /** Release to its sources, oldest first. */
  readonly releases: Readonly<Record<string, readonly Source[]>>;
}

/** The project with OpenAPI documents instead of custom resource definitions. */
export const KUBERNETES: Readonly<Record<string, ModuleVersion>> = {
  '1.29': kubernetes('v1.29.6'),
  '1.30': kubernetes('v1.30.14'),
  '1.31': kubernetes('v1.31.14'),
  '1.32': kubernetes('v1.32.13'),
  '1.33': kubernetes('v1.33.13'),
  '1.34': kubernetes('v1.34.4'),
  '1.35': kubernetes('v1.35.4'),
  '1.36': kubernetes('v1.36.3'),
  '1.37': kubernetes('v1.37.2'),
};

/** Its Go types, of the newest release: they also say when versions are deprecated and removed. */
export const KUBERNETES_API: ModuleVersion = { module: 'k8s.io/api', version: 'v0.37.2' };

/**
 * The oldest release that upstream supports. Of an omitted project only the newest is supported.
 *
 * @see https://kubernetes.io/releases/
 * @see https://istio.io/latest/docs/releases/supported-releases/
 * @see https://cert-manager.io/docs/releases/
 */
export const SUPPORTED_FROM: Readonly<Record<string, string>> = {
  kubernetes: '1.35',
  istio: '1.30',
  'gateway-api': '1.2',
  'cert-manager': '1.20',
};

/** The custom resources of each project. To add a release, add its line here and its hash to modules.sum. */
export const PROJECTS: Readonly<Record<string, Project>> = {
  istio: releases('istio.io/api', /^kubernetes\/customresourcedefinitions\.gen\.yaml$/, {
    '1.30': 'v1.30.3',
    '1.31': 'v1.31.4',
    '1.32': 'v1.32.0',
  }),
  'gateway-api': releases('sigs.k8s.io/gateway-api', /^config\/crd\/standard\/gateway\.[^/]+\.yaml$/, gatewayApi()),
  'gateway-api-experimental': releases(
    'sigs.k8s.io/gateway-api',
    /^config\/crd\/experimental\/gateway\.[^/]+\.yaml$/,
    gatewayApi(),
  ),
  'cert-manager': releases(
    'github.com/cert-manager/cert-manager',
    /^deploy\/crds\/(acme\.)?cert-manager\.io_[^/]+\.yaml$|^deploy\/crds\/crd-[^/]+\.yaml$/,
    {
      '1.18': 'v1.18.5',
      '1.19': 'v1.19.5',
      '1.20': 'v1.20.3',
      '1.21': 'v1.21.2',
    },
  ),
  'trust-manager': releases('github.com/cert-manager/trust-manager', /^deploy\/crds\/[^/]+\.yaml$/, {
    '0.17': 'v0.17.1',
    '0.22': 'v0.22.1',
    '0.24': 'v0.24.0',
    '0.25': 'v0.25.0',
  }),
  'external-secrets': releases(
    'github.com/external-secrets/external-secrets',
    /^config\/crds\/bases\/external-secrets\.io_[^/]+\.yaml$/,
    {
      '0.20': 'v0.20.4',
      '1.0': 'v1.0.0',
      '1.1': 'v1.1.0',
      '1.2': 'v1.2.0',
      '1.3': 'v1.3.2',
    },
  ),
  'prometheus-operator': releases(
    'github.com/prometheus-operator/prometheus-operator',
    /^example\/prometheus-operator-crd\/[^/]+\.yaml$/,
    {
      '0.85': 'v0.85.0',
      '0.90': 'v0.90.1',
      '0.92': 'v0.92.1',
      '0.93': 'v0.93.1',
      '0.94': 'v0.94.1',
    },
  ),
  'argo-cd': releases('github.com/argoproj/argo-cd/v3', /^manifests\/crds\/[^/]+-crd\.yaml$/, {
    '3.4': 'v3.4.13',
    '3.5': 'v3.5.7',
    '3.6': 'v3.6.1',
  }),
  flux: {
    releases: {
      '2.7': flux({ source: 'v1.7.3', kustomize: 'v1.7.3', helm: 'v1.4.5', notification: 'v1.7.1' }),
      '2.9': flux({ source: 'v1.9.6', kustomize: 'v1.9.6', helm: 'v1.6.4', notification: 'v1.9.3' }),
    },
  },
  nack: releases('github.com/nats-io/nack', /^deploy\/crds\.yml$/, { '0.22': 'v0.22.4' }),
  'envoy-gateway': releases(
    'github.com/envoyproxy/gateway',
    /^charts\/gateway-helm\/(charts\/crds\/)?crds\/generated\/[^/]+\.yaml$/,
    {
      '1.7': 'v1.7.2',
      '1.8': 'v1.8.2',
      '1.9': 'v1.9.1',
    },
  ),
};

function kubernetes(version: string): ModuleVersion {
  return { module: 'k8s.io/kubernetes', version };
}

function gatewayApi(): Readonly<Record<string, string>> {
  return { '1.2': 'v1.2.1', '1.3': 'v1.3.0', '1.4': 'v1.4.1', '1.5': 'v1.5.1', '1.6': 'v1.6.1', '1.7': 'v1.7.0' };
}

function flux(versions: Readonly<Record<string, string>>): readonly Source[] {
  return Object.entries(versions).map(([controller, version]) => ({
    module: `github.com/fluxcd/${controller}-controller`,
    version,
    files: /^config\/crd\/bases\/[^/]+\.yaml$/,
  }));
}

function releases(module: string, files: RegExp, versions: Readonly<Record<string, string>>): Project {
  return {
    releases: Object.fromEntries(
      Object.entries(versions).map(([release, version]) => [release, [{ module, version, files }]]),
    ),
  };
}
