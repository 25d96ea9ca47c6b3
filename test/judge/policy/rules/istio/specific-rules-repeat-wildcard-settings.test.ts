import rule from '../../../../../lib/judge/policy/rules/istio/specific-rules-repeat-wildcard-settings.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'a wildcard of a namespace that does not count': bad.replace('istio-system', 'shop'),
    'hosts that the wildcard does not take in': bad.replace('host: web', 'host: api.example.com'),
  },
  passes: {
    'accepts mutual TLS, which is automatic': bad.replace(
      'outlierDetection: { consecutive5xxErrors: 5 }',
      'tls: { mode: ISTIO_MUTUAL }',
    ),
    'never asks to repeat that TLS is off': bad.replace(
      'outlierDetection: { consecutive5xxErrors: 5 }',
      'tls: { mode: DISABLE }',
    ),
  },
  fails: {
    'of TLS toward servers that are no part of the mesh': [
      bad.replace('outlierDetection: { consecutive5xxErrors: 5 }', 'tls: { mode: SIMPLE }'),
      { got: 'no tls, which DestinationRule istio-system/default sets for *.local' },
    ],
    'once, however many are wider': [
      `${bad}---${bad.split('---')[0]?.replace('name: default', 'name: second').replace('*.local', '*.cluster.local')}`,
      {
        object: 'DestinationRule apps/web',
        got: 'no outlierDetection, which DestinationRule istio-system/default sets for *.local; 1 more set what is missing here',
      },
    ],
    'of the root namespace': [
      bad,
      {
        object: 'DestinationRule apps/web',
        path: 'spec.trafficPolicy',
        got: 'no outlierDetection, which DestinationRule istio-system/default sets for *.local',
      },
    ],
    'of another root namespace': [
      `${bad.replace('istio-system', 'mesh')}---
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { values: { meshConfig: { rootNamespace: mesh } } }
`,
      { object: 'DestinationRule apps/web' },
    ],
    'of its own namespace': [bad.replace('istio-system', 'apps'), { object: 'DestinationRule apps/web' }],
  },
});
