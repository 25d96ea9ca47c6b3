import rule from '../../../../../lib/judge/policy/rules/pod/scheduling-is-not-overridden.js';
import { live, pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const all =
  '{ nodeName: node-1, priorityClassName: system-cluster-critical, tolerations: [{ key: gpu, operator: Exists }, { operator: Exists }], containers: [] }';

ruleTester(rule, {
  ignores: {
    'the cluster itself': pod(all).replace('namespace: apps', 'namespace: kube-system'),
  },
  passes: {
    'accepts the node that the scheduler has chosen': live(pod('{ nodeName: node-1 }')),
    'accepts a class of its own': pod('{ priorityClassName: messaging, containers: [] }'),
    'accepts agents of the node': workload('DaemonSet', all.replace('nodeName: node-1, ', '')),
  },
  fails: {
    'for a node in a live template, which no scheduler writes': [
      live(workload('Deployment', '{ nodeName: node-1 }')),
      { path: 'spec.template.spec.nodeName' },
    ],
    'in every way': [
      pod(all),
      { path: 'spec.nodeName', got: 'node-1', expected: 'no name of a node' },
      { path: 'spec.priorityClassName', got: 'system-cluster-critical' },
      { path: 'spec.tolerations[1]', got: 'every taint', expected: 'the keys of taints' },
    ],
  },
});
