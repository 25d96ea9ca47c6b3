import rule from '../../../../../lib/judge/policy/rules/istio/failover-has-outlier-detection.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const bad = String(rule.fails);

ruleTester(rule, {
  ignores: {
    'places by weight': bad.replace(/failover: \[.*?\]/, 'distribute: []'),
  },
  passes: {
    'accepts subsets, which inherit detection': `${bad.replace('connectionPool: { tcp: { connectTimeout: 3s } }', 'outlierDetection: {}')}  subsets:
    - name: v1
      trafficPolicy: { loadBalancer: { localityLbSetting: { failoverPriority: [a] } } }
`,
    'accepts detection for the whole mesh': `${bad}---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data: { mesh: "defaultTrafficPolicy: { outlierDetection: { interval: 5s } }" }
`,
  },
  fails: {
    'without any': [
      bad,
      {
        path: 'spec.trafficPolicy.loadBalancer.localityLbSetting.failover',
        expected: 'spec.trafficPolicy.outlierDetection',
      },
    ],
    'by priority': [
      bad.replace(/failover: \[.*?\]/, 'failoverPriority: [topology.kubernetes.io/zone]'),
      { got: 'failoverPriority without outlierDetection' },
    ],
    'for a port, which does not inherit': [
      bad
        .replace('connectionPool: { tcp: { connectTimeout: 3s } }', 'outlierDetection: {}')
        .replace('loadBalancer:', 'portLevelSettings:\n      - loadBalancer:'),
      { path: 'spec.trafficPolicy.portLevelSettings[0].loadBalancer.localityLbSetting.failover' },
    ],
  },
});
