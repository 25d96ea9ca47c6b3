import type { Fault } from '../../../../diagnostic.js';
import { at } from '../../../../manifest/field-path.js';
import { listAt, numberAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { kindOfRef, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { groupedBy } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const RATE_LIMIT = 'policy.linkerd.io/HTTPLocalRateLimitPolicy';

const example = (server: string) => `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: { matchLabels: { app: web } }, port: http }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: HTTPLocalRateLimitPolicy
metadata: { name: web, namespace: apps }
spec: { targetRef: { group: policy.linkerd.io, kind: Server, name: ${server} }, total: { requestsPerSecond: 100 } }
`;

const keyOf = (policy: Resource) =>
  `${namespaceOf(policy)}/${targetRef(valueAt(policy.object, 'spec', 'targetRef')).name}`;

const limitsOfServer = groupedBy((cluster) => cluster.ofKind(RATE_LIMIT), keyOf);

export default defineRule({
  id: 'linkerd/rate-limits-take-effect',
  severity: 'error',
  scope: 'object',
  summary:
    'Every rate limit applies to a Server of its namespace that has no other, and no part of it is above the whole.',
  rationale:
    'A limit whose Server does not exist limits nothing. Of two for one Server the older is in force, after one apply the first by name; the other is passed over.',
  source: 'https://linkerd.io/2-edge/reference/rate-limiting/',
  appliesTo: [RATE_LIMIT],
  passes: example('web'),
  fails: example('wbe'),
  *check(resource, cluster) {
    const { object } = resource;
    const target = targetRef(valueAt(object, 'spec', 'targetRef'));
    const path = at('spec', 'targetRef');
    if (!refersTo(target, SERVER)) {
      yield {
        path: at(path, 'kind'),
        got: kindOfRef(target),
        expected: SERVER,
        fix: 'Name a Server; Linkerd limits nothing else.',
      };
      return;
    }
    if (cluster.find(SERVER, namespaceOf(resource), target.name) === undefined) {
      yield {
        path: at(path, 'name'),
        got: target.name,
        expected: `a Server of namespace ${namespaceOf(resource)}`,
        fix: 'Correct the name, or add the Server; nothing is limited until then.',
      };
    }
    const rivals = limitsOfServer(cluster, keyOf(resource)).map((policy) => policy.object.metadata.name);
    const first = rivals.filter((name) => name < object.metadata.name).sort()[0];
    if (first !== undefined) {
      yield {
        path: at(path, 'name'),
        got: `${target.name}, which ${first} limits already`,
        expected: 'one rate limit for each Server',
        fix: 'Join the two in one policy.',
      };
    }
    yield* partsAboveTotal(resource);
  },
});

function* partsAboveTotal({ object }: Resource): Generator<Fault> {
  const rate = 'requestsPerSecond';
  const total = numberAt(object, 'spec', 'total', rate);
  const parts = [
    { path: at('spec', 'identity', rate), value: numberAt(object, 'spec', 'identity', rate) },
    ...listAt(object, 'spec', 'overrides').map((override, index) => ({
      path: at('spec', 'overrides', index, rate),
      value: numberAt(override, rate),
    })),
  ];
  if (total === undefined && parts.every(({ value }) => value === undefined)) {
    const fix = 'Set a total, or a limit for each identity.';
    yield { path: 'spec', got: 'no limit', expected: 'a total, a limit for each identity, or overrides', fix };
  }
  for (const { path, value } of parts) {
    if (total === undefined || value === undefined || value <= total) continue;
    const fix = 'Lower it, or raise the total; the admission webhook refuses the policy.';
    yield { path, got: `${value}`, expected: `at most ${total}, the total`, fix };
  }
}
