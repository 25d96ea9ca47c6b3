import { Field } from '../../../../manifest/field.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, readServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

/** What must be watched, and the metrics that show it. */
const WATCHED = [
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

export default defineRule({
  id: 'nats/leafnode-link-has-an-alert',
  severity: 'warning',
  scope: 'object',
  summary: 'Alerts fire when a leafnode link is down, and before its certificate expires.',
  rationale:
    'The health endpoint reports ok while the link is down. An expired certificate breaks nothing until the next reconnect, and then the link stays down.',
  source: 'https://github.com/nats-io/prometheus-nats-exporter',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace', 'monitoring.coreos.com/PrometheusRule'],
  passes: example('nats_varz_leafnodes == 0'),
  fails: example('up == 0'),
  *about(resource, cluster) {
    for (const server of readServers(resource, cluster)) {
      if ('notJudged' in server) yield server;
      else if (server.root.at('leafnodes').present) yield server.pod;
      else yield* notKnown(server.root.at('leafnodes'));
    }
  },
  *check({ metadata }, cluster) {
    const expressions = cluster
      .ofKind('monitoring.coreos.com/PrometheusRule')
      .flatMap((resource) => Field.of(resource).at('spec', 'groups').items)
      .flatMap((group) => group.at('rules').items)
      .filter((rule) => rule.at('alert').text !== undefined)
      .map((rule) => rule.at('expr').text ?? '');
    for (const { what, metrics } of WATCHED) {
      if (expressions.some((expression) => metrics.some((metric) => expression.includes(metric)))) continue;
      yield metadata.violation({
        got: `no alert on ${what}`,
        expected: `a PrometheusRule with an alert on ${metrics[0]}`,
        fix: 'Add the alert. Probes do not notice this.',
      });
    }
  },
});

function example(expression: string): string {
  const conf = 'leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", account: APP } ] }';
  return `${serverExample(conf)}---
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
}
