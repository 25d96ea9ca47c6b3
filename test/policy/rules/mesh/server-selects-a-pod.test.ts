import rule from '../../../../lib/policy/rules/mesh/server-selects-a-pod.js';
import { ruleTester } from '../../../support/rule-tester.js';
import { deployment, server } from '../../linkerd/objects.js';

const byMesh = 'podSelector: { matchLabels: { linkerd.io/control-plane-ns: linkerd } }, port: linkerd-admin';

ruleTester(rule, {
  passes: {
    'accepts labels that the injector adds': deployment() + server(byMesh),
    'accepts an empty selector': server('podSelector: {}, port: 80'),
    'accepts a Server of external workloads': server(
      'externalWorkloadSelector: { matchLabels: { app: vm } }, port: 80',
    ),
  },
  fails: {
    'where the pods are in another namespace': [
      deployment({ namespace: 'edge' }) + server(),
      { path: 'spec.podSelector', got: '{"matchLabels":{"app":"web"}}' },
    ],
    'where the pods are not in the mesh': [deployment({ annotations: '{}' }) + server(byMesh), {}],
  },
});
