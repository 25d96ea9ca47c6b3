import rule from '../../../../../lib/judge/policy/rules/linkerd/server-port-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, server } from '../../../model/linkerd/objects.js';

const web = (port: string) => server(`podSelector: { matchLabels: { app: web } }, port: ${port}`);

ruleTester(rule, {
  passes: {
    'accepts the number': deployment() + web('8080'),
    'accepts the admin port of the proxy': deployment() + web('linkerd-admin'),
    'accepts a port that is probed alone':
      deployment({ container: 'livenessProbe: { httpGet: { port: 9000 } }' }) + web('9000'),
    'accepts a port of an init container':
      deployment({
        spec: 'initContainers: [{ name: side, restartPolicy: Always, ports: [{ name: side, containerPort: 7000 }] }]',
      }) + web('side'),
  },
  fails: {
    'with the name in another case': [
      deployment() + web('HTTP'),
      {
        path: 'spec.port',
        got: 'HTTP',
        expected: "one of the pods' ports: http (8080), linkerd-proxy (4143), linkerd-admin (4191)",
      },
    ],
    'with a UDP port': [
      deployment({ annotations: '{}', container: 'ports: [{ name: dns, containerPort: 53, protocol: UDP }]' }) +
        web('dns'),
      { expected: 'a port that the pods declare' },
    ],
    'with the number as a text': [deployment() + web('"8080"'), { got: '8080' }],
  },
  notJudged: {
    'a Server without pods': [web('80'), 'no pod that the Server selects is among the files'],
  },
});
