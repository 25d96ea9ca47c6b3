import rule from '../../../../../lib/judge/policy/rules/pod/liveness-probe-is-present.js';
import { cronJob, documents, pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'leaves a gateway alone whose probes the injector fills in': pod(
      '{ containers: [{ name: istio-proxy, image: auto, ports: [{ containerPort: 443 }] }] }',
    ),
    'leaves Jobs and CronJobs alone': documents(
      workload('Job', '{ containers: [{ name: a }] }'),
      cronJob('{ containers: [{ name: a }] }'),
    ),
    'leaves Pods alone that run once, or until they succeed': documents(
      pod('{ restartPolicy: Never, containers: [{ name: a, ports: [{ containerPort: 1 }] }] }'),
      pod('{ restartPolicy: OnFailure, containers: [{ name: a, ports: [{ containerPort: 1 }] }] }'),
    ),
    'leaves a sidecar without a port alone': workload(
      'StatefulSet',
      '{ containers: [{ name: a, livenessProbe: { exec: {} } }, { name: b }] }',
    ),
    'leaves a sole container without a port alone': workload('Deployment', '{ containers: [{ name: a }] }'),
    'leaves init containers alone': pod('{ initContainers: [{ name: a }] }'),
  },
  fails: {
    'for a Pod that is always started again': [
      pod('{ restartPolicy: Always, containers: [{ name: a, ports: [{ containerPort: 1 }] }] }'),
      { path: 'spec.containers[0].livenessProbe', got: 'nothing' },
    ],
    'for a template whose restartPolicy the API server refuses': [
      workload('Deployment', '{ restartPolicy: Never, containers: [{ name: a, ports: [{ containerPort: 1 }] }] }'),
      { path: 'spec.template.spec.containers[0].livenessProbe', got: 'nothing' },
    ],
    'for the second of two containers': [
      workload(
        'StatefulSet',
        '{ containers: [{ name: a, livenessProbe: { exec: {} } }, { name: b, ports: [{ containerPort: 1 }] }] }',
      ),
      { path: 'spec.template.spec.containers[1].livenessProbe', got: 'nothing' },
    ],
  },
});
