import { Field } from '../../../../manifest/field.js';
import { GRPC_ROUTE, HTTP_ROUTES } from '../../../model/linkerd/routes.js';
import { linkerdReleaseOf } from '../../../model/releases.js';
import { BREAKER_MODE, isTrafficKey, trafficFaults } from '../../linkerd/traffic-annotations.js';
import { notJudged } from '../../outcome.js';
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
    'Every annotation for retries, timeouts and circuit breaking is one that Linkerd reads, with a value that it can read.',
  rationale:
    'Nothing rejects a wrong annotation on a Service: Linkerd ignores what it cannot read, and there are no retries, no timeout or no circuit breaker.',
  source: 'https://linkerd.io/2-edge/reference/retries/',
  appliesTo: ['Service', ...HTTP_ROUTES, GRPC_ROUTE, 'policy.linkerd.io/EgressNetwork'],
  reads: ['ConfigMap', 'Namespace', 'apps/Deployment'],
  passes: example('300ms'),
  fails: example('0.3s'),
  about: (resource) => {
    const annotations = Field.of(resource).at('metadata', 'annotations');
    return Object.keys(annotations.textEntries).some(isTrafficKey) ? [annotations] : [];
  },
  *check(annotations, cluster) {
    const release = linkerdReleaseOf(cluster);
    for (const { key, ...fault } of trafficFaults(annotations.textEntries, release)) {
      yield annotations.at(key).violation(fault);
    }
    if (release === undefined && annotations.textEntries[BREAKER_MODE] === 'unified') {
      yield notJudged('the files do not tell the release of Linkerd, and 2.19 has no unified circuit breaker');
    }
  },
});
