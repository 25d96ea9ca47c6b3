import { EXPERIMENTAL } from '../../releases/project.js';
import type { UpgradeProject } from './project.js';

/** Where upstream says what a release changed. */
const NOTES: Readonly<Record<UpgradeProject, (line: string) => string>> = {
  kubernetes: (line) => `https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v${line.replace('.', '-')}`,
  'gateway-api': (line) => `https://github.com/kubernetes-sigs/gateway-api/releases/tag/v${line}.0`,
  istio: (line) => `https://istio.io/latest/news/releases/${line}.x/announcing-${line}/upgrade-notes/`,
  linkerd: (line) => `https://github.com/linkerd/linkerd2/releases/tag/version-${line}`,
  'cert-manager': (line) => `https://cert-manager.io/docs/releases/release-notes/release-notes-${line}/`,
  'trust-manager': (line) => `https://github.com/cert-manager/trust-manager/releases/tag/v${line}.0`,
  'external-secrets': (line) => `https://github.com/external-secrets/external-secrets/releases/tag/v${line}.0`,
  'prometheus-operator': (line) => `https://github.com/prometheus-operator/prometheus-operator/releases/tag/v${line}.0`,
  'envoy-gateway': (line) => `https://gateway.envoyproxy.io/news/releases/notes/v${line}.0/`,
  'argo-cd': (line) => `https://github.com/argoproj/argo-cd/releases/tag/v${line}.0`,
  flux: (line) => `https://github.com/fluxcd/flux2/releases/tag/v${line}.0`,
  nack: (line) => `https://github.com/nats-io/nack/releases/tag/v${line}.0`,
  nats: (line) => `https://github.com/nats-io/nats-server/releases/tag/v${line}.0`,
};

/** The page of a release's changes. */
export function releaseNotes(project: UpgradeProject, release: string): string {
  return NOTES[project](release.replace(EXPERIMENTAL, ''));
}
