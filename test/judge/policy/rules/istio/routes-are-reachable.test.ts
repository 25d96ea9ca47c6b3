import rule from '../../../../../lib/judge/policy/rules/istio/routes-are-reachable.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const rules = (...matches: readonly string[]) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: apps }
spec:
  hosts: [web]
  http:
${matches.map((match) => `    - { ${match}route: [{ destination: { host: web } }] }\n`).join('')}`;
const uri = (condition: string, more = '') => `match: [{ uri: { ${condition} }${more} }], `;

ruleTester(rule, {
  passes: {
    'accepts narrow before wide': rules(uri('exact: /'), uri('prefix: /api'), ''),
    'accepts conditions on other headers': rules(
      uri('prefix: /', ', headers: { a: { exact: x } }'),
      uri('prefix: /', ', headers: { b: { exact: x } }'),
    ),
    'accepts expressions, which cannot be compared': rules(uri('regex: /a.*'), uri('prefix: /ab')),
    'accepts a wide path of another port': rules(uri('prefix: /', ', port: 80'), uri('prefix: /api', ', port: 81')),
    'accepts a wide path for some callers': rules(
      uri('prefix: /', ', sourceLabels: { app: shop }'),
      uri('prefix: /api'),
    ),
    'accepts a path whose case is ignored behind one whose is not': rules(
      uri('prefix: /a'),
      uri('prefix: /ab', ', ignoreUriCase: true'),
    ),
    'accepts one condition of two': rules(uri('prefix: /api'), 'match: [{ uri: { prefix: /api } }, { port: 80 }], '),
  },
  fails: {
    'behind a rule without conditions': [
      rules('name: all, ', uri('prefix: /api')),
      { path: 'spec.http[1]', got: 'a rule whose requests http[0] (all) takes' },
    ],
    'behind a wider path': [rules(uri('prefix: /api'), uri('exact: /api/v1')), { path: 'spec.http[1]' }],
    'behind a wider path whose case is ignored': [
      rules(uri('prefix: /API', ', ignoreUriCase: true'), uri('prefix: /api/v1')),
      { path: 'spec.http[1]' },
    ],
    'behind the presence of a header': [
      rules('match: [{ headers: { a: {} } }], ', 'match: [{ headers: { a: { exact: x } }, method: { exact: GET } }], '),
      { path: 'spec.http[1]' },
    ],
    'behind two rules together': [
      rules(uri('prefix: /a'), uri('prefix: /b'), 'match: [{ uri: { prefix: /a1 } }, { uri: { prefix: /b1 } }], '),
      { path: 'spec.http[2]', got: 'a rule whose requests http[0] and http[1] take' },
    ],
    'of TLS, behind a wildcard': [
      rules('').replace(
        'http:',
        'tls:\n    - { match: [{ sniHosts: ["*.a.org"] }], route: [] }\n    - { match: [{ sniHosts: [b.a.org] }], route: [] }\n  http:',
      ),
      { path: 'spec.tls[1]' },
    ],
    'of TCP': [
      rules('').replace('http:', 'tcp:\n    - { match: [{ port: 1 }] }\n    - { match: [{ port: 1 }] }\n  http:'),
      { path: 'spec.tcp[1]' },
    ],
  },
});
