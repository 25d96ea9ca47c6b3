import { at } from '../../../../manifest/field-path.js';
import { keepsStreams } from '../../../model/nats/jetstream.js';
import { type Origin, originOf } from '../../../model/nats/mounts.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'jetstream { store_dir: /data/jetstream }';
const claim =
  'volumeClaimTemplates: [{ metadata: { name: data }, spec: { resources: { requests: { storage: 10Gi } } } }]';

export default defineServerPodRule({
  id: 'nats/jetstream-store-is-on-a-volume',
  severity: 'error',
  summary: 'JetStream keeps its streams on a persistent volume.',
  rationale: 'Anywhere else, streams are gone with the pod. Without a store_dir the server writes to /tmp.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/resource_management',
  passes: serverExample(conf, { spec: [claim], mounts: ['{ name: data, mountPath: /data }'] }),
  fails: serverExample(conf, {
    volumes: ['{ name: data, emptyDir: {} }'],
    mounts: ['{ name: data, mountPath: /data }'],
  }),
  *check(server, cluster) {
    const { conf: read, container, pod } = server;
    if (read === undefined || !keepsStreams(server)) return;
    const block = read.root.at('jetstream', 'store_dir');
    const storeDir = block.present ? block : read.root.at('store_dir');
    if (storeDir.unknown) return;
    const path = storeDir.text ?? '/tmp/nats/jetstream';
    const origin = originOf(cluster, pod, container, path);
    const { kind } = origin;
    if (kind === 'claim' || kind === 'claimTemplate' || kind === 'unknown') return;
    yield {
      path: at(container.path, 'volumeMounts'),
      got: `${path}${storeDir.present ? '' : ' by default'}, which is ${placeOf(origin)}`,
      expected: 'the mount of a persistent volume claim',
      fix: 'Mount a claim and let store_dir stand on it.',
    };
  },
});

function placeOf(origin: Origin): string {
  if (origin.kind === 'nothing') return `nowhere: ${origin.reason}`;
  return origin.kind === 'image' ? 'within the container' : `of kind ${origin.kind}`;
}
