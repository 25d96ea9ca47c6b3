import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd/traffic-annotations-are-valid.js';
import { type Expected, ruleTester } from '../../../../support/rule-tester.js';

const service = (annotations: Readonly<Record<string, string>>) =>
  `---\n${JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: 'apps', annotations } })}\n`;
const one = (key: string, value: string) => service({ [key]: value });
const mode = 'balancer.linkerd.io/failure-accrual';
const breaker = (parameters: Readonly<Record<string, string>>) =>
  service({
    [mode]: 'consecutive',
    ...Object.fromEntries(Object.entries(parameters).map(([name, value]) => [`${mode}-consecutive-${name}`, value])),
  });
const bad = (key: string, value: string): readonly [string, Expected] => [
  one(key, value),
  { path: `metadata.annotations["${key}"]`, got: value },
];

ruleTester(rule, {
  ignores: {
    'annotations of others': one('retry.example/limit', 'x'),
  },
  passes: {
    'accepts retries': service({
      'retry.linkerd.io/http': '5xx,429,gateway-error,500-503',
      'retry.linkerd.io/grpc': 'internal,Unavailable',
      'retry.linkerd.io/limit': '2',
      'retry.linkerd.io/timeout': '0',
    }),
    'accepts every unit': service({
      'timeout.linkerd.io/request': '1d',
      'timeout.linkerd.io/response': '2h',
      'timeout.linkerd.io/idle': '3m',
    }),
    'accepts a breaker': breaker({
      'max-failures': '3',
      'min-penalty': '1s',
      'max-penalty': '1s',
      'jitter-ratio': '0.5',
    }),
  },
  fails: {
    'with a number without unit': bad('timeout.linkerd.io/request', '5'),
    'with two units': bad('timeout.linkerd.io/idle', '1m30s'),
    'with a fraction': bad('retry.linkerd.io/timeout', '0.5s'),
    'with a limit that is too large': bad('retry.linkerd.io/limit', '65536'),
    'with a class of codes that it does not know': bad('retry.linkerd.io/http', '4xx'),
    'with a space': bad('retry.linkerd.io/http', '500, 502'),
    'with a range from high to low': bad('retry.linkerd.io/http', '504-500'),
    'with a condition of gRPC that it does not know': bad('retry.linkerd.io/grpc', 'aborted'),
    'with an unknown breaker': bad(mode, 'on'),
    'with a key that is misspelt': [
      one('timeout.linkerd.io/requests', '5s'),
      { got: 'timeout.linkerd.io/requests', expected: 'timeout.linkerd.io/request' },
    ],
    'with jitter above 100': [breaker({ 'jitter-ratio': '101' }), { got: '101' }],
    'with parameters of a breaker that is not there': [
      one(`${mode}-consecutive-max-failures`, '3'),
      { got: `${mode}-consecutive-max-failures without ${mode}` },
    ],
    'with penalties the wrong way round': [
      breaker({ 'min-penalty': '2m' }),
      { got: 'a penalty from 120000ms to 60000ms' },
    ],
    'with a largest penalty of nothing': [
      breaker({ 'min-penalty': '0', 'max-penalty': '0' }),
      { got: 'a penalty from 0ms to 0ms' },
    ],
    'with the breaker of 2.20 in 2.19': [
      controllerExample() + configExample('linkerdVersion: edge-25.10.7') + one(mode, 'unified'),
      { got: 'unified', expected: 'consecutive' },
    ],
  },
  notJudged: {
    'the unified breaker, where nothing tells the release': [
      one(mode, 'unified'),
      'the files do not tell the release of Linkerd, and 2.19 has no unified circuit breaker',
    ],
  },
});
