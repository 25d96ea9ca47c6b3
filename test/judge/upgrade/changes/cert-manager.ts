import { documents, object } from '../../../support/manifests.js';
import type { ChangeExample } from './example.js';

const certificate = (spec: string) => object('cert-manager.io/v1', 'Certificate', `spec: ${spec}`);
const issuer = (spec: string) => object('cert-manager.io/v1', 'Issuer', `spec: ${spec}`);
const solver = (ingress: string) => issuer(`{ acme: { solvers: [{ http01: { ingress: ${ingress} } }] } }`);
const expression = (expr: string) =>
  object(
    'monitoring.coreos.com/v1',
    'PrometheusRule',
    `spec: { groups: [{ name: a, rules: [{ alert: A, expr: '${expr}' }] }] }`,
  );
const monitor = (port: string) =>
  object('monitoring.coreos.com/v1', 'ServiceMonitor', `spec: { selector: {}, endpoints: [{ port: ${port} }] }`);
const SOLVER = 'Issuer spec.acme.solvers[0].http01.ingress';

export const CERT_MANAGER_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'cert-manager/keys-are-rotated',
    concerned: certificate('{ secretName: a, privateKey: { algorithm: ECDSA } }'),
    at: ['Certificate spec.privateKey.rotationPolicy'],
    spared: certificate('{ secretName: a, privateKey: { rotationPolicy: Never } }'),
  },
  {
    id: 'cert-manager/old-requests-are-deleted',
    concerned: certificate('{ secretName: a }'),
    at: ['Certificate spec.revisionHistoryLimit'],
    spared: certificate('{ secretName: a, revisionHistoryLimit: 5 }'),
  },
  {
    id: 'cert-manager/challenge-paths-are-exact',
    concerned: solver('{ ingressClassName: nginx }'),
    at: [SOLVER],
    spared: documents(solver('{ ingressClassName: cilium }'), issuer('{ selfSigned: {} }')),
  },
  {
    id: 'cert-manager/solvers-select-one-ingress',
    concerned: solver('{ class: a, name: b }'),
    at: [SOLVER],
    spared: solver('{ ingressClassName: a, serviceType: ClusterIP }'),
  },
  {
    id: 'cert-manager/acme-metrics-have-no-path',
    concerned: expression('sum by (path) (rate(certmanager_acme_client_request_count[5m]))'),
    at: ['PrometheusRule spec.groups[0].rules[0].expr'],
    spared: expression('sum(rate(certmanager_acme_client_request_count[5m])) by (host)'),
  },
  {
    id: 'cert-manager/own-tokens-need-a-role',
    concerned: issuer('{ vault: { auth: { kubernetes: { serviceAccountRef: { name: cert-manager } } } } }'),
    at: ['Issuer spec.vault.auth.kubernetes.serviceAccountRef.name'],
    spared: issuer('{ vault: { auth: { kubernetes: { serviceAccountRef: { name: vault-issuer } } } } }'),
  },
  {
    id: 'cert-manager/metrics-port-is-renamed',
    concerned: monitor('tcp-prometheus-servicemonitor'),
    at: ['ServiceMonitor spec.endpoints[0].port'],
    spared: monitor('http-metrics'),
  },
  {
    id: 'cert-manager/vault-paths-are-plain',
    concerned: issuer('{ vault: { path: pki/../secret } }'),
    at: ['Issuer spec.vault.path'],
    spared: issuer('{ vault: { path: pki/sign/a..b } }'),
  },
];
