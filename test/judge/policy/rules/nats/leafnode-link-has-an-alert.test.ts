import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/leafnode-link-has-an-alert.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const alerts = (...expressions: string[]) => `---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: { name: a, namespace: monitoring }
spec: { groups: [{ name: a, rules: [${expressions.map((expr) => `{ alert: A, expr: "${expr}" }`).join(', ')}] }] }
`;
ruleTester(rule, {
  ignores: {
    'a server without links': serverExample('port: 4222'),
  },
  fails: {
    'for both': [
      serverExample('leafnodes { port: 7422 }'),
      { got: 'no alert on the age of certificates' },
      { got: 'no alert on the links that are up' },
    ],
    'for a metric that is only recorded': [
      serverExample('leafnodes { port: 7422 }') +
        alerts('x509_cert_not_after < 1').replace('alert:', 'record:') +
        alerts('nats_leafz_conn_nodes_total < 1'),
      { path: 'spec.template.metadata', got: 'no alert on the age of certificates' },
    ],
  },
});
