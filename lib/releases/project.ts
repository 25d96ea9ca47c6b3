/** The projects whose releases decide what a cluster's objects mean, with their names in messages. */
export const PROJECTS = {
  kubernetes: 'Kubernetes',
  'gateway-api': 'Gateway API',
  istio: 'Istio',
  linkerd: 'Linkerd',
  'cert-manager': 'cert-manager',
  'trust-manager': 'trust-manager',
  'external-secrets': 'External Secrets',
  'prometheus-operator': 'Prometheus operator',
  'envoy-gateway': 'Envoy Gateway',
  'argo-cd': 'Argo CD',
  flux: 'Flux',
  nack: 'NACK',
} as const;

export type Project = keyof typeof PROJECTS;

/** The releases in a cluster by project: `1.33`. The release of an omitted project is unknown. */
export type ClusterReleases = Readonly<Partial<Record<Project, string>>>;

export function isProject(name: string): name is Project {
  return Object.hasOwn(PROJECTS, name);
}

/** Suffix of a release of the Gateway API with the experimental channel. */
export const EXPERIMENTAL = '-experimental';
