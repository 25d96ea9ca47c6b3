import rule from '../../../../../lib/judge/policy/rules/istio/gateway-hosts-are-unique.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const pod = (labels: string) => `---
apiVersion: v1
kind: Pod
metadata: { name: ingress, namespace: edge, labels: { ${labels} } }
spec: { containers: [{ name: istio-proxy }] }
`;

ruleTester(rule, {
  passes: {
    'accepts other ports': bad.replace('number: 80', 'number: 8080'),
    'accepts other pods': bad.replace('istio: ingress', 'istio: egress'),
    'accepts other addresses': bad.replace('servers: [{ port', 'servers: [{ bind: 127.0.0.1, port'),
    'accepts hosts for routes of different namespaces': bad
      .replace('hosts: [shop.example.org]', 'hosts: [shop/shop.example.org]')
      .replace('hosts: [shop.example.org]', 'hosts: [web/shop.example.org]'),
    'accepts selectors that no pod has both of': `${bad.replace('istio: ingress', 'istio: ingress, a: b')}${pod('istio: ingress')}`,
  },
  notJudged: {
    'selectors of which no pod is known': [
      bad.replace('istio: ingress', 'app: gate'),
      'no pod of this Gateway and none of Gateway web/web, which opens the host too, is among the files',
      'no pod of this Gateway and none of Gateway shop/shop, which opens the host too, is among the files',
    ],
  },
  fails: {
    'once, however many open the host': [
      `${bad}---${bad.split('---')[1]?.replace('name: web, namespace: web', 'name: third, namespace: web')}`,
      {
        object: 'Gateway shop/shop',
        got: 'shop.example.org on port 80, which Gateway web/web and 1 more open for the same pods',
        effect: 'The oldest Gateway serves the host, with its certificate; this one or Gateway web/web has no effect.',
        fix: 'Merge the servers into one Gateway, or use different hosts or pods.',
      },
      { object: 'Gateway web/web' },
      { object: 'Gateway web/third' },
    ],
    'of one selector': [
      bad,
      {
        object: 'Gateway shop/shop',
        path: 'spec.servers[0].hosts[0]',
        got: 'shop.example.org on port 80, which Gateway web/web opens for the same pods',
      },
      { object: 'Gateway web/web' },
    ],
    'of selectors that find one pod': [
      `${bad.replace('istio: ingress', 'istio: ingress, a: b')}${pod('istio: ingress, a: b')}`,
      { object: 'Gateway shop/shop' },
      { object: 'Gateway web/web' },
    ],
  },
});
