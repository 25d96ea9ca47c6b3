import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { isTrafficKey } from '../../linkerd/traffic-annotations.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (annotations: string) => `
apiVersion: linkerd.io/v1alpha2
kind: ServiceProfile
metadata: { name: web.apps.svc.cluster.local, namespace: apps }
spec: { routes: [] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: ${annotations} }
`;

export default defineRule({
  id: 'linkerd/service-profiles-do-not-hide-routes',
  severity: 'error',
  scope: 'object',
  summary:
    'A Service with a ServiceProfile has no routes, and no annotations for retries, timeouts or circuit breaking.',
  rationale:
    'If there is a ServiceProfile, the proxy follows only that: routes and annotations of the Service have no effect, and nothing reports it.',
  source: 'https://linkerd.io/2-edge/reference/service-profiles/',
  appliesTo: ['linkerd.io/ServiceProfile'],
  reads: [
    'Service',
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'policy.linkerd.io/HTTPRoute',
  ],
  passes: example('{}'),
  fails: example('{ retry.linkerd.io/http: 5xx }'),
  about: (resource) => {
    const [, name = '', namespace = ''] = /^([^.]+)\.([^.]+)\.svc\./.exec(resource.object.metadata.name) ?? [];
    return name === '' ? [] : [{ field: Field.of(resource).at('metadata', 'name'), namespace, name }];
  },
  *check({ field, namespace, name }, cluster) {
    const service = cluster.find('Service', namespace, name);
    const ignored = Object.keys(stringsAt(service?.object, 'metadata', 'annotations')).filter(isTrafficKey);
    if (ignored.length > 0) {
      yield field.violation({
        got: `a profile of Service ${namespace}/${name}, which has ${listed(ignored.sort())}`,
        expected: 'one of the two',
        fix: 'Remove the profile. The annotations can do all that it does, and more.',
      });
    }
    const routes = cluster.ofKind(...HTTP_ROUTES, GRPC_ROUTE).filter((route) => isRouteOf(route, namespace, name));
    if (routes.length > 0) {
      const names = routes.map((route) => `${route.object.kind} ${namespaceOf(route)}/${route.object.metadata.name}`);
      yield field.violation({
        got: `a profile of Service ${namespace}/${name}, which has ${listed(names)}`,
        expected: 'one of the two',
        fix: 'Remove the profile, and set retries and timeouts on the routes.',
      });
    }
    if (service === undefined) yield notJudged(`Service ${namespace}/${name} is not among the files`);
  },
});

function isRouteOf(route: Resource, namespace: string, name: string): boolean {
  return listAt(route.object, 'spec', 'parentRefs').some((parent) => {
    const ref = targetRef(parent);
    return refersTo(ref, 'Service') && ref.name === name && (ref.namespace ?? namespaceOf(route)) === namespace;
  });
}
