/** The projects whose releases decide what a cluster's objects mean, to their names in sentences. */
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

/** What a cluster runs: a project to its release, `1.33`. Nothing is known of a project that is left out. */
export type ClusterReleases = Readonly<Partial<Record<Project, string>>>;

export function isProject(name: string): name is Project {
  return Object.hasOwn(PROJECTS, name);
}
