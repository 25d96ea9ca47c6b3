import rule from '../../../../../lib/judge/policy/rules/pod/workload-rolls-out.js';
import { object, pod, workload } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const of = (spec: string) => workload('StatefulSet', '{ containers: [{ name: a }] }', spec);

ruleTester(rule, {
  passes: {
    'accepts defaults': of(''),
    'accepts an hour': pod('{ terminationGracePeriodSeconds: 3600, containers: [] }'),
    'accepts what holds nothing back': of(
      'updateStrategy: { type: RollingUpdate, rollingUpdate: { partition: 0 } }\n  paused: false\n  minReadySeconds: 3600',
    ),
  },
  fails: {
    'in every way': [
      of(
        'replicas: 0\n  paused: true\n  minReadySeconds: 3601\n  updateStrategy: { type: OnDelete, rollingUpdate: { partition: 2 } }',
      ),
      {
        path: 'spec.minReadySeconds',
        got: '3601 seconds',
        expected: 'at most 3600',
        effect: 'Each rollout and each drain waits for it.',
      },
      { path: 'spec.paused', got: 'true', expected: 'false', effect: 'No change takes effect.' },
      { path: 'spec.replicas', got: '0', expected: 'at least 1', effect: 'Nothing of it runs.' },
      {
        path: 'spec.updateStrategy.rollingUpdate.partition',
        got: '2',
        effect: 'Pods below the partition keep the old template.',
      },
      {
        path: 'spec.updateStrategy.type',
        got: 'OnDelete',
        expected: 'RollingUpdate',
        effect: 'A change waits until someone deletes the pods.',
      },
    ],
    'for a CronJob that sleeps': [
      object(
        'batch/v1',
        'CronJob',
        'spec: { suspend: true, jobTemplate: { spec: { template: { spec: { containers: [] } } } } }',
      ),
      { path: 'spec.suspend' },
    ],
    'with an endless farewell': [
      pod('{ terminationGracePeriodSeconds: 3601, containers: [] }'),
      { path: 'spec.terminationGracePeriodSeconds', got: '3601 seconds' },
    ],
    'without a farewell': [
      pod('{ terminationGracePeriodSeconds: 0, containers: [] }'),
      {
        path: 'spec.terminationGracePeriodSeconds',
        got: '0 seconds',
        expected: 'at least 1',
        effect: 'The pod is killed without warning, and its name is free before it is dead.',
      },
    ],
  },
});
