import { expect } from 'vitest';
import rule from '../../../../../lib/judge/policy/rules/istio/hosts-have-one-destination-rule.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);
const subsets = (first: string, second: string) =>
  bad
    .replace('trafficPolicy: { outlierDetection: { consecutive5xxErrors: 5 } }', `subsets: [{ name: ${first} }]`)
    .replace('trafficPolicy: { tls: { mode: ISTIO_MUTUAL } }', `subsets: [{ name: ${second} }]`);

ruleTester(rule, {
  passes: {
    'accepts rules of different namespaces': bad.replace(
      'web-destination, namespace: apps',
      'web-destination, namespace: shop',
    ),
    'accepts rules that lose nothing when they are joined': subsets('v1', 'v2'),
    'accepts rules for different workloads': bad
      .replace('{ host: web,', '{ host: web, workloadSelector: { matchLabels: { app: a } },')
      .replace('local, traffic', 'local, workloadSelector: { matchLabels: { app: b } }, traffic'),
    'accepts rules that no namespace sees together': bad
      .replace('{ host: web,', '{ host: web, exportTo: [a],')
      .replace('local, traffic', 'local, exportTo: [b], traffic'),
  },
  fails: {
    'whose traffic policies are both set': [
      bad,
      {
        object: 'DestinationRule apps/web-destination',
        path: 'spec.host',
        got: 'web.apps.svc.cluster.local, which DestinationRule apps/web-circuit-breaker is about too',
        effect: expect.stringContaining('its trafficPolicy (tls) to that of DestinationRule apps/web-circuit-breaker.'),
      },
    ],
    'whose subsets have one name': [subsets('v1', 'v1'), { effect: expect.stringContaining('its subset v1') }],
    'whose exports differ': [
      subsets('v1', 'v2').replace('{ host: web,', '{ host: web, exportTo: [apps],'),
      { effect: expect.stringContaining('everything where DestinationRule apps/web-circuit-breaker is exported too') },
    ],
  },
});
