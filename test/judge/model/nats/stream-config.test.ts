import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { storedConfigsIn, storesFor, streamsOf } from '../../../../lib/judge/model/nats/stream-config.js';
import { serverExample } from '../../../../lib/judge/policy/examples/nats.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const config = `
apiVersion: v1
kind: ConfigMap
metadata: { name: streams, namespace: apps }
data:
  A.stream.json: '{ "name": "A" }'
  A.c.consumer.json: '{ "name": "c" }'
  broken.stream.json: '{'
  other.json: '{ "a": 1 }'
  apply.sh: 'nats stream add'
`;
const server = (namespace: string) =>
  `---\n${serverExample('jetstream: enabled').replaceAll('namespace: nats-system', `namespace: ${namespace}`)}`;

function indexOf(yaml: string) {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  const [resource] = cluster.ofKind('ConfigMap').filter(({ object }) => object.metadata.name === 'streams');
  if (resource === undefined) throw new Error('the example has no ConfigMap streams');
  return { cluster, resource };
}

describe('storedConfigsIn', () => {
  test('takes the names from the keys', () => {
    expect(
      storedConfigsIn(indexOf(config).resource).map(({ kind, streamByKey, consumerByKey }) => [
        kind,
        streamByKey,
        consumerByKey,
      ]),
    ).toEqual([
      ['stream', 'A', undefined],
      ['consumer', 'A', 'c'],
      ['stream', 'broken', undefined],
    ]);
  });
});

describe('streamsOf', () => {
  test('leaves out what is no JSON, and consumers', () => {
    expect(streamsOf(indexOf(config).cluster).map(({ field }) => field.path)).toEqual(['data["A.stream.json"]']);
  });
});

describe('storesFor', () => {
  test.each([
    ['its own namespace', [server('apps'), server('other')], ['apps']],
    ['the cluster', [server('one'), server('two')], ['one', 'two']],
  ])('finds the servers of %s', (_, servers, expected) => {
    const { cluster, resource } = indexOf(config + servers.join(''));
    expect(storesFor(cluster, resource).map(({ pod }) => pod.namespace)).toEqual(expected);
  });
});
