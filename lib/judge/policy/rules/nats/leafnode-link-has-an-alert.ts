import { listAt, stringAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const server = serverExample('leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", account: APP } ] }');
const alert = (expression: string) => `---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: nats, namespace: nats-system }
spec:
  groups:
    - name: nats
      rules:
        - { alert: NatsLinkDown, expr: "${expression}", for: 1m }
        - { alert: CertificateExpires, expr: "certmanager_certificate_expiration_timestamp_seconds - time() < 1814400" }
`;

/** What must be watched, and the metrics by which it can be. */
const watched = [
  { what: 'the links that are up', metrics: ['nats_leafz_conn_nodes_total', 'nats_varz_leafnodes'] },
  {
    what: 'the age of certificates',
    metrics: [
      'certmanager_certificate_expiration_timestamp_seconds',
      'x509_cert_not_after',
      'x509_cert_expires_in_seconds',
    ],
  },
];

export default defineServerPodRule({
  id: 'nats/leafnode-link-has-an-alert',
  severity: 'warning',
  summary: 'Somebody is told when a leafnode link is down, and before its certificate expires.',
  rationale:
    'The health endpoint says ok while the link is down. An expired certificate breaks nothing until the next reconnect, and then the link stays down on both sides.',
  source: 'https://github.com/nats-io/prometheus-nats-exporter',
  passes: server + alert('nats_varz_leafnodes == 0'),
  fails: server + alert('up == 0'),
  *check({ conf, pod }, cluster) {
    if (!conf?.root.at('leafnodes').present) return;
    const expressions = cluster
      .ofKind('monitoring.coreos.com/PrometheusRule')
      .flatMap(({ object }) => listAt(object, 'spec', 'groups'))
      .flatMap((group) => listAt(group, 'rules'))
      .filter((rule) => stringAt(rule, 'alert') !== undefined)
      .map((rule) => stringAt(rule, 'expr') ?? '');
    for (const { what, metrics } of watched) {
      if (expressions.some((expression) => metrics.some((metric) => expression.includes(metric)))) continue;
      yield {
        path: pod.metadataPath,
        got: `no alert on ${what}`,
        expected: `a PrometheusRule with an alert on ${metrics[0]}`,
        fix: 'Add the alert; leave nothing to the probes.',
      };
    }
  },
});
