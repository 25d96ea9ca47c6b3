import rule from '../../../../../lib/judge/policy/rules/network/rule-names-its-ports.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, networkPolicy } from '../../../model/linkerd/objects.js';

const web = deployment({ container: 'ports: [{ name: http, containerPort: 8080 }, { containerPort: 9090 }]' });
const ingress = (ports: string) =>
  networkPolicy(`{ podSelector: { matchLabels: { app: web } }, ingress: [{ from: [{ podSelector: {} }]${ports} }] }`);

ruleTester(rule, {
  ignores: {
    'rules without peers, which another rule judges': web + networkPolicy('{ podSelector: {}, ingress: [{}] }'),
  },
  passes: {
    'accepts the port of the proxy': web + ingress(', ports: [{ port: 8080 }, { port: 4143 }]'),
    'accepts a short range that holds a port': web + ingress(', ports: [{ port: 8000, endPort: 9000 }]'),
    'accepts all ports of pods that have one': deployment() + ingress(''),
  },
  notJudged: {
    'a port of pods that declare none': [
      deployment({ container: 'image: x' }) + ingress(', ports: [{ port: 1 }]'),
      'Deployment apps/web declares no ports',
    ],
    'a port of pods that are not there': [
      ingress(', ports: [{ port: 1 }]'),
      'no pod that the policy selects is among the files',
    ],
  },
  fails: {
    'for no ports': [
      web + ingress(''),
      { path: 'spec.ingress[0].ports', got: 'no ports, which means all of them: 8080, 9090' },
    ],
    'for no ports of egress': [
      networkPolicy('{ podSelector: {}, egress: [{ to: [{ podSelector: {} }], ports: [] }] }'),
      { path: 'spec.egress[0].ports', got: 'no ports, which means all of them' },
    ],
    'for a protocol alone': [
      web + ingress(', ports: [{ port: 8080 }, { protocol: TCP }]'),
      { path: 'spec.ingress[0].ports[1].port', got: 'no port, which means all of the protocol' },
    ],
    'for a long range': [
      web + ingress(', ports: [{ port: 8080, endPort: 65535 }]'),
      { path: 'spec.ingress[0].ports[0].endPort', got: '8080 to 65535' },
    ],
    'for a port that the pods do not have': [
      web + ingress(', ports: [{ port: 80 }]'),
      {
        path: 'spec.ingress[0].ports[0].port',
        got: '80, which no selected pod declares',
        expected: 'one of 8080/TCP, 9090/TCP',
      },
    ],
    'for a port of another protocol': [
      web + ingress(', ports: [{ port: http, protocol: UDP }]'),
      { got: 'http, which no selected pod declares' },
    ],
  },
});
