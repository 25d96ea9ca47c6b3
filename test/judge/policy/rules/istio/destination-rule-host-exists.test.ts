import rule from '../../../../../lib/judge/policy/rules/istio/destination-rule-host-exists.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const about = (host: string) => good.replace('host: web', `host: ${host}`);

ruleTester(rule, {
  passes: {
    'accepts full names': about('web.apps.svc.cluster.local'),
    'accepts wildcards of the cluster': about('"*.local"'),
    'accepts wildcards that take in a Service': about('"*.apps.svc.cluster.local"'),
    'accepts hosts of ServiceEntries': `${about('api.example.com')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: api, namespace: apps }
spec: { hosts: [api.example.com] }
`,
  },
  fails: {
    'of a name with a dot that is not complete': [about('web.apps'), { path: 'spec.host', got: 'web.apps' }],
    'of a short name': [about('wbe'), { got: 'wbe, which means wbe.apps.svc.cluster.local' }],
    'of a wildcard outside the cluster': [about('"*.example.com"'), { got: '*.example.com' }],
  },
  notJudged: {
    'Services of namespaces that are not among the files': [
      about('jaeger.tracing.svc.cluster.local'),
      'no Service or pod of namespace tracing is among the files',
    ],
    'wildcards of the cluster': [
      `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: all, namespace: apps }
spec: { host: "*.local" }
`,
      '*.local may match Services that are not among the files',
    ],
  },
});
