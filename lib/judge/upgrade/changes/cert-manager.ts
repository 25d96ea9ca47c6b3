import type { Field } from '../../../manifest/field.js';
import type { Change } from '../change.js';

const NOTES = 'https://cert-manager.io/docs/releases/release-notes/release-notes';
const ISSUERS = ['cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer'];

/** What releases of cert-manager change for objects that their schemas accept. */
export const CERT_MANAGER_CHANGES: readonly Change[] = [
  {
    id: 'cert-manager/keys-are-rotated',
    project: 'cert-manager',
    since: '1.18',
    weight: 'behavior',
    kinds: ['cert-manager.io/Certificate'],
    concerns: (object) => unset(object.at('spec', 'privateKey', 'rotationPolicy')),
    what: 'The default of privateKey.rotationPolicy is Always instead of Never.',
    effect:
      'Each renewal makes a new private key. What pins the key, or reads it only at start, fails after the next renewal.',
    action: 'Keep the default if the key is read again on renewal; otherwise set rotationPolicy to Never.',
    source: `${NOTES}-1.18/`,
  },
  {
    id: 'cert-manager/old-requests-are-deleted',
    project: 'cert-manager',
    since: '1.18',
    weight: 'behavior',
    kinds: ['cert-manager.io/Certificate'],
    concerns: (object) => unset(object.at('spec', 'revisionHistoryLimit')),
    what: 'The default of revisionHistoryLimit is 1; there was no limit.',
    effect: 'All CertificateRequests but the newest are deleted.',
    action: 'Set revisionHistoryLimit if the history is needed.',
    source: `${NOTES}-1.18/`,
  },
  {
    id: 'cert-manager/challenge-paths-are-exact',
    project: 'cert-manager',
    since: '1.18',
    weight: 'behavior',
    kinds: ISSUERS,
    concerns: (object) =>
      ingressSolvers(object).filter((ingress) =>
        ['class', 'ingressClassName'].some((name) => ingress.at(name).text?.includes('nginx') === true),
      ),
    what: 'Ingresses of HTTP01 challenges have the path type Exact.',
    effect: 'ingress-nginx 1.12.0 to 1.12.5 and 1.13.0 to 1.13.1 refuse such a path, and no certificate is issued.',
    action: 'Upgrade ingress-nginx to 1.12.6 or 1.13.2, or turn its option strict-validate-path-type off.',
    source: `${NOTES}-1.18/`,
  },
  {
    id: 'cert-manager/solvers-select-one-ingress',
    project: 'cert-manager',
    since: '1.19',
    weight: 'refused',
    kinds: ISSUERS,
    concerns: (object) =>
      ingressSolvers(object).filter(
        (ingress) => ['class', 'ingressClassName', 'name'].filter((name) => ingress.at(name).isSet).length > 1,
      ),
    what: 'The webhook refuses a solver with more than one of class, ingressClassName and name.',
    action: 'Keep one of them: ingressClassName for current ingress controllers.',
    source: `${NOTES}-1.19/`,
  },
  {
    id: 'cert-manager/acme-metrics-have-no-path',
    project: 'cert-manager',
    since: '1.19',
    weight: 'behavior',
    kinds: ['monitoring.coreos.com/PrometheusRule'],
    concerns: (object) =>
      object
        .all('spec.groups[*].rules[*].expr')
        .filter(
          ({ text = '' }) =>
            /certmanager_acme_client_request_(?:count|duration_seconds)/.test(text) && /\bpath\b/.test(text),
        ),
    what: 'Metrics of ACME requests have the label action instead of path.',
    effect: 'The expression selects nothing.',
    action: 'Use the label action.',
    source: `${NOTES}-1.19/`,
  },
  {
    id: 'cert-manager/own-tokens-need-a-role',
    project: 'cert-manager',
    since: '1.21',
    weight: 'behavior',
    kinds: ISSUERS,
    concerns: (object) =>
      TOKEN_FIELDS.flatMap((path) => object.all(path)).filter(({ text }) => text === 'cert-manager'),
    what: 'The chart has no Role that lets the controller create tokens for its own ServiceAccount.',
    effect: 'The issuer cannot log in.',
    action: 'Use a ServiceAccount of its own for the issuer, with a Role that grants serviceaccounts/token.',
    source: `${NOTES}-1.21/`,
  },
  {
    id: 'cert-manager/metrics-port-is-renamed',
    project: 'cert-manager',
    since: '1.21',
    weight: 'behavior',
    kinds: ['monitoring.coreos.com/ServiceMonitor'],
    concerns: (object) =>
      object.all('spec.endpoints[*].port').filter(({ text }) => text === 'tcp-prometheus-servicemonitor'),
    what: 'The metrics port of the Service is http-metrics instead of tcp-prometheus-servicemonitor.',
    effect: 'Prometheus finds no target, and alerts on certificates stay silent.',
    action: 'Set port to http-metrics.',
    source: `${NOTES}-1.21/`,
  },
  {
    id: 'cert-manager/vault-paths-are-plain',
    project: 'cert-manager',
    since: '1.21',
    weight: 'refused',
    kinds: ISSUERS,
    concerns: (object) =>
      [object.at('spec', 'vault', 'path')].filter(({ text }) => text?.split('/').includes('..') === true),
    what: 'The webhook refuses ".." in the path of a Vault issuer.',
    action: 'Write the path that it resolves to.',
    source: `${NOTES}-1.21/`,
  },
];

const TOKEN_FIELDS = [
  'spec.vault.auth.kubernetes.serviceAccountRef.name',
  'spec.acme.solvers[*].dns01.route53.auth.kubernetes.serviceAccountRef.name',
];

function ingressSolvers(object: Field): readonly Field[] {
  return object.all('spec.acme.solvers[*].http01.ingress').filter(({ isSet }) => isSet);
}

function unset(field: Field): readonly Field[] {
  return field.isSet ? [] : [field];
}
