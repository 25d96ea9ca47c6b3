import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/services-have-the-ports-that-proxies-dial.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'other Services': bad.replace('name: linkerd-identity-headless', 'name: linkerd-identity'),
    'Services of other namespaces': bad.replace(
      'name: linkerd-identity-headless, namespace: linkerd',
      'name: linkerd-identity-headless, namespace: apps',
    ),
  },
  fails: {
    'at another port': [
      bad,
      { object: 'Service linkerd/linkerd-identity-headless', path: 'spec.ports', got: '8081', expected: '8080' },
    ],
    'without any port': [bad.replace(', ports: [{ port: 8081 }]', ''), { got: 'no port' }],
  },
});
