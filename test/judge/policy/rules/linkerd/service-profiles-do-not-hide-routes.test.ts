import rule from '../../../../../lib/judge/policy/rules/linkerd/service-profiles-do-not-hide-routes.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const route = (parent: string, namespace = 'apps') => `---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: split, namespace: ${namespace} }
spec: { parentRefs: [${parent}] }
`;

ruleTester(rule, {
  ignores: {
    'a profile of a host outside': good.replace('web.apps.svc.cluster.local', 'example.org'),
  },
  passes: {
    'accepts a route of another Service': good + route('{ group: core, kind: Service, name: api, port: 80 }'),
    'accepts a route in another namespace': good + route('{ group: "", kind: Service, name: web, port: 80 }', 'other'),
  },
  fails: {
    'beside annotations': [
      String(rule.fails),
      {
        object: 'ServiceProfile apps/web.apps.svc.cluster.local',
        got: 'a profile of Service apps/web, which has retry.linkerd.io/http',
      },
    ],
    'beside a route': [
      good + route('{ group: core, kind: Service, name: web, namespace: apps, port: 80 }', 'other'),
      { got: 'a profile of Service apps/web, which has HTTPRoute other/split' },
    ],
  },
  notJudged: {
    'a profile whose Service is not among the files': [
      good.slice(0, good.indexOf('---')),
      'Service apps/web is not among the files',
    ],
  },
});
