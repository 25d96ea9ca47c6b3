import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/go-memory-limit-is-set.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  ignores: {
    'a container without a limit': serverExample('port: 4222'),
  },
  fails: {
    ...Object.fromEntries(
      [
        ['1Gi', 'bytes with a unit of Go, such as 400MiB'],
        ['600MiB', 'less than the memory limit'],
        ['off', 'less than the memory limit'],
      ].map(([value, expected]) => [
        `for ${value}`,
        [
          serverExample('port: 4222', {
            container: [
              'resources: { limits: { memory: 512Mi } }',
              `env: [{ name: GOMEMLIMIT, value: ${JSON.stringify(value)} }]`,
            ],
          }),
          { path: 'spec.template.spec.containers[0].env[0].value', got: value, expected },
        ] as const,
      ]),
    ),
    'among other variables': [
      serverExample('port: 4222', {
        container: ['resources: { limits: { memory: 1Gi } }', 'env: [{ name: A, value: b }]'],
      }),
      { path: 'spec.template.spec.containers[0].env' },
    ],
  },
  notJudged: {
    'variables from elsewhere': [
      serverExample('port: 4222', {
        container: ['resources: { limits: { memory: 1Gi } }', 'envFrom: [{ configMapRef: { name: a } }]'],
      }),
      'GOMEMLIMIT may come from envFrom',
    ],
    'what a field holds, beside bytes without a unit': [
      serverExample('port: 4222', {
        container: ['resources: { limits: { memory: 1Gi } }', 'env: [{ name: GOMEMLIMIT, value: "1000" }]'],
        containers: [
          '{ name: second, image: "nats:2.14.2", resources: { limits: { memory: 1Gi } }, env: [{ name: GOMEMLIMIT, valueFrom: { resourceFieldRef: { resource: limits.memory } } }] }',
        ],
      }),
      'GOMEMLIMIT comes from elsewhere',
    ],
  },
});
