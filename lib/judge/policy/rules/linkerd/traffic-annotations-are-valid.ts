import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { trafficFaults } from '../../../model/linkerd/traffic-annotations.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { defineRule } from '../../rule.js';

const example = (timeout: string) => `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { timeout.linkerd.io/request: ${timeout} } }
`;

export default defineRule({
  id: 'linkerd/traffic-annotations-are-valid',
  severity: 'error',
  scope: 'object',
  summary:
    'Every annotation for retries, timeouts and circuit breaking is one that Linkerd reads, with a value that it takes.',
  rationale:
    'Nothing refuses a wrong one on a Service: Linkerd leaves out what it cannot read, and the retries, the timeout or the breaker are simply not there.',
  source: 'https://linkerd.io/2-edge/reference/retries/',
  appliesTo: ['Service', ...HTTP_ROUTES, GRPC_ROUTE, 'policy.linkerd.io/EgressNetwork'],
  passes: example('300ms'),
  fails: example('0.3s'),
  *check({ object }, cluster) {
    const release = controlPlaneInstallOf(cluster)?.release;
    for (const { key, got, expected, fix } of trafficFaults(stringsAt(object, 'metadata', 'annotations'), release)) {
      yield { path: at('metadata', 'annotations', key), got, expected, fix };
    }
  },
});
