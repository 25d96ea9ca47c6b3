import rule from '../../../../../lib/judge/policy/rules/pod/probes-notice-in-time.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const probing = (probes: string) => pod(`{ containers: [{ name: a }, { name: b, ${probes} }] }`);

ruleTester(rule, {
  passes: {
    'accepts an hour': probing('livenessProbe: { periodSeconds: 60, failureThreshold: 60 }'),
    'accepts a day for a start': probing('startupProbe: { failureThreshold: 8640 }'),
    'takes 0 for the default, as the API server does': probing(
      'readinessProbe: { periodSeconds: 0, failureThreshold: 0 }',
    ),
  },
  fails: {
    'with fields that alone take longer': [
      probing(
        'livenessProbe: { timeoutSeconds: 3601 }, readinessProbe: { periodSeconds: 3601, failureThreshold: 9 }, startupProbe: { initialDelaySeconds: 86401 }',
      ),
      { path: 'spec.containers[1].livenessProbe.timeoutSeconds', got: '3601 seconds', expected: 'at most 3600' },
      { path: 'spec.containers[1].readinessProbe.periodSeconds' },
      { path: 'spec.containers[1].startupProbe.initialDelaySeconds', expected: 'at most 86400' },
    ],
    'with too many failures': [
      probing('readinessProbe: { failureThreshold: 361 }'),
      {
        path: 'spec.containers[1].readinessProbe.failureThreshold',
        got: '361 failures 10 seconds apart',
        expected: 'at most 3600 seconds together',
      },
    ],
    'of a start': [
      probing('startupProbe: { failureThreshold: 8641 }'),
      { path: 'spec.containers[1].startupProbe.failureThreshold' },
    ],
    'with the default number of failures': [
      probing('livenessProbe: { periodSeconds: 1201 }'),
      { got: '3 failures 1201 seconds apart' },
    ],
  },
});
