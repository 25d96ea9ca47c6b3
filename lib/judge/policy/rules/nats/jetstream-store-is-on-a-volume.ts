import { storeDirOf } from '../../../model/nats/jetstream.js';
import { type Origin, originOf } from '../../../model/nats/mounts.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { type ExampleServer, serverExample } from '../../examples/nats.js';
import { notKnown, streamServers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/jetstream-store-is-on-a-volume',
  severity: 'error',
  scope: 'object',
  summary: 'JetStream keeps its streams on a persistent volume.',
  rationale: 'Anywhere else, streams are lost with the pod. Without a store_dir the server writes to /tmp.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example({
    spec: [
      'volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: 10Gi } } } }]',
    ],
  }),
  fails: example({ volumes: ['{ name: data, emptyDir: {} }'] }),
  about: streamServers,
  *check({ container, pod, root }, cluster) {
    const store = storeDirOf(root);
    if (store.unknown) {
      yield* notKnown(store);
      return;
    }
    const path = store.text ?? '/tmp/nats/jetstream';
    const origin = originOf(cluster, pod, container, path);
    if (origin.kind === 'claim' || origin.kind === 'claimTemplate') return;
    if (origin.kind === 'unknown') {
      yield notJudged(`the volume at ${path} is of a type that is not known`);
      return;
    }
    yield container.field.at('volumeMounts').violation({
      got: `${path}${store.present ? '' : ' by default'}, which is ${placeOf(origin)}`,
      expected: 'the mount of a persistent volume claim',
      fix: 'Mount a claim, and set store_dir to a path on it.',
    });
  },
});

function placeOf(origin: Origin): string {
  if (origin.kind === 'nothing') return `nowhere: ${origin.reason}`;
  return origin.kind === 'image' ? 'within the container' : `of kind ${origin.kind}`;
}

function example(server: ExampleServer): string {
  const mounts = ['{ name: data, mountPath: /data }'];
  return serverExample('jetstream { store_dir: /data/jetstream }', { ...server, mounts });
}
