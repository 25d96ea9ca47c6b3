import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/policy/cluster-index.js';
import { serverExample } from '../../../lib/policy/nats/example.js';
import { descriptionsIn, storesFor, streamsOf } from '../../../lib/policy/nats/stream-description.js';
import { clusterFrom } from '../../support/rule-tester.js';

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
  const [subject] = cluster.ofKind('ConfigMap').filter(({ object }) => object.metadata.name === 'streams');
  if (subject === undefined) throw new Error('the example has no ConfigMap streams');
  return { cluster, subject };
}

describe('descriptionsIn', () => {
  test('takes the names from the keys', () => {
    expect(
      descriptionsIn(indexOf(config).subject).map(({ kind, streamByKey, consumerByKey }) => [
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
    expect(streamsOf(indexOf(config).cluster).map(({ key }) => key)).toEqual(['A.stream.json']);
  });
});

describe('storesFor', () => {
  test.each([
    ['its own namespace', [server('apps'), server('other')], ['apps']],
    ['the cluster', [server('one'), server('two')], ['one', 'two']],
  ])('finds the servers of %s', (_, servers, expected) => {
    const { cluster, subject } = indexOf(config + servers.join(''));
    expect(storesFor(cluster, subject).map(({ pod }) => pod.namespace)).toEqual(expected);
  });
});
