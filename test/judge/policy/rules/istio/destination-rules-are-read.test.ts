import rule from '../../../../../lib/judge/policy/rules/istio/destination-rules-are-read.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  passes: {
    'accepts the root namespace': bad.replace('mesh-rules', 'istio-system'),
    'accepts namespaces of callers': `${bad}---
apiVersion: v1
kind: Pod
metadata: { name: caller, namespace: mesh-rules }
spec: { containers: [{ name: caller }] }
`,
  },
  fails: {
    'in a namespace of its own': [
      bad,
      { path: 'metadata.namespace', got: 'mesh-rules, which has no pod, while Service apps/web is in apps' },
    ],
  },
  notJudged: {
    'hosts that are not among the files': [
      bad.replace('host: web', 'host: other'),
      'no pod of namespace mesh-rules is among the files',
    ],
  },
});
