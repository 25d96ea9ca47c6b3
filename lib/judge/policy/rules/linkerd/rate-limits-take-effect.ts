import { Field, type Violation } from '../../../../manifest/field.js';
import { valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { SERVER } from '../../../model/linkerd/server.js';
import { kindOfRef, refersTo, targetRef } from '../../../model/linkerd/target-ref.js';
import { groupedBy } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { objectsExist } from '../../declared/objects-exist.js';

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

export default objectsExist({
  id: 'linkerd/rate-limits-take-effect',
  severity: 'error',
  summary:
    'Every rate limit applies to a Server of its namespace that has no other, and none of its parts exceeds the total.',
  rationale:
    'A limit whose Server does not exist limits nothing. If two limits apply to one Server, the older is in force, or the first by name if both were applied together; the other is ignored.',
  source: 'https://linkerd.io/2-edge/reference/rate-limiting/',
  appliesTo: [RATE_LIMIT],
  reads: ['policy.linkerd.io/Server'],
  passes: example('web'),
  fails: example('wbe'),
  *names(resource, cluster) {
    const field = Field.of(resource).at('spec', 'targetRef');
    const target = targetRef(field.value);
    if (!refersTo(target, SERVER)) {
      yield field.at('kind').violation({
        got: kindOfRef(target),
        expected: SERVER,
        effect: 'Linkerd limits nothing else.',
        fix: 'Name a Server.',
      });
      return;
    }
    const name = field.at('name');
    yield { field: name, namespace: namespaceOf(resource), name: target.name };
    const rivals = limitsOfServer(cluster, keyOf(resource)).map((policy) => policy.object.metadata.name);
    const first = rivals.filter((rival) => rival < resource.object.metadata.name).sort()[0];
    if (first !== undefined) {
      yield name.violation({
        got: `${target.name}, which ${first} limits already`,
        expected: 'one rate limit for each Server',
        fix: 'Merge the two into one policy.',
      });
    }
    yield* partsAboveTotal(resource);
  },
  states: { field: 'spec.targetRef.name', to: SERVER, absence: 'always', effect: 'Until then nothing is limited.' },
});

function* partsAboveTotal(resource: Resource): Generator<Violation> {
  const spec = Field.of(resource).at('spec');
  const rate = 'requestsPerSecond';
  const total = spec.at('total', rate).number;
  const parts = [spec.at('identity', rate), ...spec.at('overrides').items.map((override) => override.at(rate))];
  if (total === undefined && parts.every(({ number }) => number === undefined)) {
    yield spec.violation({
      got: 'no limit',
      expected: 'a total, a limit for each identity, or overrides',
      fix: 'Set a total, or a limit for each identity.',
    });
  }
  for (const part of parts) {
    if (total === undefined || part.number === undefined || part.number <= total) continue;
    yield part.violation({
      expected: `at most ${total}, the total`,
      effect: 'The admission webhook rejects the policy.',
      fix: 'Lower it, or raise the total.',
    });
  }
}
