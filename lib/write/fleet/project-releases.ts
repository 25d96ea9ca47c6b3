import { oneOf, optional, options, type Shape } from '../../input/shape.js';
import { knownReleases } from '../../releases/known.js';
import type { Project } from '../../releases/project.js';

/**
 * Release lines, such as `1.20`, of the projects in a cluster beside Kubernetes, the mesh and the Gateway API. The objects of the cluster are
 * judged by them.
 */
export interface ProjectReleases {
  /** cert-manager, `1.18` to `1.21`. @default - the newest that supports the cluster's Kubernetes @see https://cert-manager.io/docs/releases/ */
  readonly certManager?: string;
  /** trust-manager, `0.17` to `0.25`. @default 0.25 @see https://cert-manager.io/docs/trust/trust-manager/ */
  readonly trustManager?: string;
  /** External Secrets, `0.20` to `1.3`. @default 1.3 @see https://external-secrets.io/latest/introduction/stability-support/ */
  readonly externalSecrets?: string;
  /** Prometheus operator, `0.85` to `0.94`. @default 0.94 @see https://prometheus-operator.dev/docs/getting-started/compatibility/ */
  readonly prometheusOperator?: string;
  /** Envoy Gateway, `1.7` to `1.9`. @default - the newest that supports the cluster's Kubernetes and Gateway API @see https://gateway.envoyproxy.io/news/releases/matrix/ */
  readonly envoyGateway?: string;
  /** Argo CD, `3.4` to `3.6`. @default 3.6 @see https://argo-cd.readthedocs.io/en/stable/operator-manual/tested-kubernetes-versions/ */
  readonly argoCd?: string;
  /** Flux, `2.7` or `2.9`. @default - the newest that supports the cluster's Kubernetes @see https://fluxcd.io/flux/releases/ */
  readonly flux?: string;
  /** NACK, `0.22`. @default 0.22 @see https://github.com/nats-io/nack/releases */
  readonly nack?: string;
}

/** The project that each option is about. */
export const PROJECT_OF_OPTION = {
  certManager: 'cert-manager',
  trustManager: 'trust-manager',
  externalSecrets: 'external-secrets',
  prometheusOperator: 'prometheus-operator',
  envoyGateway: 'envoy-gateway',
  argoCd: 'argo-cd',
  flux: 'flux',
  nack: 'nack',
} as const satisfies Record<keyof ProjectReleases, Project>;

const known = (project: Project) => optional(oneOf(...knownReleases(project)));

/** What is accepted as releases. */
export const PROJECT_RELEASES: Shape<ProjectReleases> = options<ProjectReleases>({
  certManager: known('cert-manager'),
  trustManager: known('trust-manager'),
  externalSecrets: known('external-secrets'),
  prometheusOperator: known('prometheus-operator'),
  envoyGateway: known('envoy-gateway'),
  argoCd: known('argo-cd'),
  flux: known('flux'),
  nack: known('nack'),
});

/** The stated releases by project. */
export function statedReleases(releases: ProjectReleases = {}): Readonly<Partial<Record<Project, string>>> {
  return Object.fromEntries(
    Object.entries(PROJECT_OF_OPTION).flatMap(([option, project]) => {
      const release = releases[option as keyof ProjectReleases];
      return release === undefined ? [] : [[project, release]];
    }),
  );
}
