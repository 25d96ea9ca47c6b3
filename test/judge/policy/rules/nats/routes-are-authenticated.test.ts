import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/routes-are-authenticated.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const cluster = 'cluster { name: hub, port: 6222 }';
const namespace = (labels: string, annotations = '{}') =>
  `---\napiVersion: v1\nkind: Namespace\nmetadata: { name: nats-system, labels: ${labels}, annotations: ${annotations} }\n`;
ruleTester(rule, {
  passes: {
    'accepts a user of routes': serverExample('cluster { authorization { user: r, password: $R } }'),
    'accepts a proxy of Linkerd': serverExample(cluster, { annotations: '{ linkerd.io/inject: enabled }' }),
    'accepts Linkerd by the Namespace': serverExample(cluster) + namespace('{}', '{ linkerd.io/inject: enabled }'),
    'accepts Istio by the Namespace': serverExample(cluster) + namespace('{ istio-injection: enabled }'),
    'accepts an Istio revision': serverExample(cluster) + namespace('{ istio.io/rev: stable }'),
    'accepts known URLs': serverExample('cluster { tls { verify_cert_and_check_known_urls: true } }'),
  },
  fails: {
    'for TLS that verifies nobody': [
      serverExample('cluster { tls { cert_file: /a } }'),
      { got: 'cluster.tls.verify (line 1): nothing' },
    ],
    'for pods that leave the mesh': [
      serverExample(cluster, { annotations: '{ sidecar.istio.io/inject: "false" }' }) +
        namespace('{ istio-injection: enabled }'),
      { got: 'cluster.tls (line 1): nothing' },
    ],
    'for pods on the network of their node, which no mesh injects': [
      serverExample(cluster, { pod: ['hostNetwork: true'] }) + namespace('{}', '{ linkerd.io/inject: enabled }'),
      { object: 'ConfigMap nats-system/nats-config', got: 'cluster.tls (line 1): nothing' },
    ],
    'where injection is off': [serverExample(cluster, { annotations: '{ linkerd.io/inject: disabled }' }), {}],
  },
  notJudged: {
    'verification by a variable': [
      serverExample('cluster { port: 6222, tls { verify: $VERIFY } }'),
      'cluster.tls.verify is $VERIFY, whose value is not known',
    ],
    'TLS that is a variable': [serverExample('cluster { tls: $TLS }'), 'cluster.tls is $TLS, whose value is not known'],
  },
});
