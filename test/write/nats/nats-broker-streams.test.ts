import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import { mirrorReaderPermissions } from '../../../lib/write/nats/permissions.js';
import { at, find } from '../../support/synth.js';
import { type BrokerChanges, jetStream, natsConf, objectsWith, publisher, refusalOf, stream } from './broker-fleet.js';

describe('streams of NatsBroker', () => {
  test('stores eight tenths of its volume, in a claim that outlives the set', () => {
    const objects = objectsWith(() => ({ jetStream }));
    expect(natsConf(objects)).toContain('max_file_store: 1638Mi');
    const set = find(objects, 'StatefulSet', 'nats-broker');
    expect(at(set, 'spec.volumeClaimTemplates[0].spec.resources.requests.storage')).toBe('2Gi');
    expect(at(set, 'spec.persistentVolumeClaimRetentionPolicy')).toEqual({
      whenDeleted: 'Retain',
      whenScaled: 'Retain',
    });
    expect(natsConf(objectsWith(() => ({})))).not.toContain('jetstream');
  });

  test('makes streams by a Job whose name follows from all that it is, since a Job cannot be changed', () => {
    const job = (changes: Partial<NatsBrokerProps>) => {
      const objects = objectsWith(() => ({ jetStream, streams: [stream], ...changes }));
      const found = objects.find(({ kind }) => kind === 'Job');
      return { name: found?.metadata.name, spec: JSON.stringify(found?.['spec']) };
    };
    const variants = [
      job({}),
      job({ streams: [{ ...stream, maxBytes: Size.mebibytes(101) }] }),
      job({ streams: [{ ...stream, consumers: [{ name: 'reader' }] }] }),
      job({ images: { cli: { repository: 'natsio/nats-box', tag: '0.19.8' } } }),
      job({ clientNodePort: { cidrs: ['203.0.113.0/24'] } }),
    ];
    expect(job({})).toEqual(variants[0]);
    expect(variants[0]?.name).toMatch(/^nats-streams-[0-9a-f]{8}$/);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });

  test('creates the consumers of a stream, which acknowledge, and lets their reader only read', () => {
    const objects = objectsWith(() => ({ jetStream, streams: [{ ...stream, consumers: [{ name: 'reader' }] }] }));
    const descriptions = objects.find(
      ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('nats-streams-'),
    );
    const data = descriptions?.['data'];
    const text =
      typeof data === 'object' && data !== null && !Array.isArray(data) ? data['TEST.reader.consumer.json'] : '';
    expect(JSON.parse(String(text))).toMatchObject({
      durable_name: 'reader',
      ack_policy: 'explicit',
      deliver_policy: 'all',
    });
    expect(natsConf(objects)).toContain('"$JS.API.CONSUMER.CREATE.TEST.reader"');
    expect(mirrorReaderPermissions('TEST', 'reader').publish?.allow).not.toContain(
      '$JS.API.CONSUMER.CREATE.TEST.reader',
    );
  });

  test.each<[string, BrokerChanges, string]>([
    [
      'a consumer that is named twice',
      () => ({ jetStream, streams: [{ ...stream, consumers: [{ name: 'c' }, { name: 'c' }] }] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': consumers is 'c' twice, expected each consumer once. Remove one of the two.",
    ],
    [
      'a window longer than the messages live',
      () => ({
        jetStream,
        streams: [{ ...stream, maxAge: Duration.minutes(1), duplicateWindow: Duration.minutes(2) }],
      }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': duplicateWindow is 120s, expected at most maxAge, which is 60s. Lower it, or raise maxAge.",
    ],
    [
      'a stream that nobody fills',
      () => ({ clients: [publisher], jetStream, streams: [{ ...stream, subjects: ['other.>'] }] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': subjects is 'other.>', to which no client and no leaf may publish, expected subjects that a client or leaf may publish to. Correct them, or the publisher's permissions: the stream would stay empty.",
    ],
    [
      'streams without storage',
      () => ({ streams: [stream] }),
      "NatsBroker 'hub/nats-broker': streams is 1 without jetStream, expected servers with JetStream. Set jetStream with a volume size, or remove the streams.",
    ],
    [
      'a stream larger than the store',
      () => ({ jetStream, streams: [{ ...stream, maxBytes: Size.gibibytes(2) }] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': maxBytes is 2048Mi, expected at most the servers' maxFileStore of 1638Mi. Lower it, or enlarge the store.",
    ],
    [
      'more copies than servers',
      () => ({ jetStream, streams: [{ ...stream, replicas: 3 }] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': replicas is 3, expected 1, or an odd number up to the 1 server. Lower it, or add servers.",
    ],
    [
      'an even number of copies',
      () => ({ replicas: 3, jetStream, streams: [{ ...stream, replicas: 2 }] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST': replicas is 2, expected 1, or an odd number up to the 3 servers. Use an odd number: an even one tolerates no more failures than the odd one below.",
    ],
    [
      'a stream name with a dot',
      () => ({ jetStream, streams: [{ ...stream, name: 'a.b' }] }),
      "NatsBroker 'hub/nats-broker': stream 'a.b' is a name that is not a file name, expected up to 64 letters, digits, dashes and underscores. Rename the stream.",
    ],
    [
      'a stream defined twice',
      () => ({ jetStream, streams: [stream, stream] }),
      "NatsBroker 'hub/nats-broker': stream 'TEST' is defined twice, expected one definition. Remove one of the two.",
    ],
    [
      'a store larger than its volume',
      () => ({ jetStream: { ...jetStream, maxFileStore: Size.gibibytes(3) } }),
      "NatsBroker 'hub/nats-broker': jetStream.maxFileStore is 3072Mi, expected at most nine tenths of the volume of 2048Mi: 1843Mi. A full disk stops every stream. Lower it, or drop it to use eight tenths, or enlarge the volume.",
    ],
    [
      'a memory store that leaves the server nothing',
      () => ({ jetStream: { ...jetStream, maxMemoryStore: Size.mebibytes(300) } }),
      "NatsBroker 'hub/nats-broker': jetStream.maxMemoryStore is 300Mi, expected at most half of the memory limit of 512Mi. The server itself needs the rest. Lower it, or raise the limit.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusalOf(changes)).toContain(message);
  });
});
