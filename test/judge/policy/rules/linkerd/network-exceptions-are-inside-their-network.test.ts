import rule from '../../../../../lib/judge/policy/rules/linkerd/network-exceptions-are-inside-their-network.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { networkAuthentication, serverAuthorization } from '../../../model/linkerd/objects.js';

const except = (cidr: string, text: string) => networkAuthentication(`[{ cidr: "${cidr}", except: ["${text}"] }]`);
const path = 'spec.networks[0].except[0]';

ruleTester(rule, {
  passes: {
    'accepts one address': except('10.0.0.0/8', '10.1.2.3'),
    'accepts a network without exceptions': networkAuthentication('[{ cidr: 10.0.0.1 }]'),
    'accepts half of the network': except('10.0.0.0/8', '10.128.0.0/9'),
    'accepts IPv6': except('fd00::/8', 'fd00:1::/32'),
    'accepts an exception that is not text': networkAuthentication('[{ cidr: 10.0.0.0/8, except: [10] }]'),
  },
  fails: {
    'where it is as large as the network': [
      except('10.0.0.0/8', '10.0.0.0/8'),
      {
        path,
        got: '10.0.0.0/8',
        expected: 'a part of 10.0.0.0/8',
        effect: 'The admission webhook rejects the whole object.',
        fix: 'Correct the exception. If you remove it, its addresses are admitted.',
      },
    ],
    'where it is larger': [except('10.0.0.0/8', '10.0.0.0/7'), { path }],
    'where it is the neighbour': [except('10.0.0.0/9', '10.128.0.0/9'), { path }],
    'where it is of the other family': [except('10.0.0.0/8', 'fd00::/16'), { path }],
    'where it is no network': [except('10.0.0.0/8', 'nodes'), { path, got: 'nodes' }],
    'where the network is none': [
      networkAuthentication('[{ cidr: 10.0.0.0/33 }]'),
      { path: 'spec.networks[0].cidr', got: '10.0.0.0/33' },
    ],
    'in a ServerAuthorization': [
      serverAuthorization(
        '{ server: { name: web }, client: { networks: [{ cidr: 10.0.0.0/8, except: [11.0.0.0/8] }] } }',
      ),
      { path: 'spec.client.networks[0].except[0]' },
    ],
  },
});
