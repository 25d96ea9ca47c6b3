import { Duration, Size } from 'cdk8s';
import { expect, test } from 'vitest';
import { consumerConfig, mirrorConfig, type Stream, streamConfig } from '../../../lib/write/nats/stream.js';

const stream: Stream = { name: 'A', subjects: ['a'], maxBytes: Size.mebibytes(1) };

test('repetitions are recognized for two minutes, or for as long as messages live', () => {
  const window = (changes: Partial<Stream>) => streamConfig({ ...stream, ...changes }, 1)['duplicate_window'];
  expect(window({})).toBe(120_000_000_000);
  expect(window({ maxAge: Duration.seconds(30) })).toBe(30_000_000_000);
  expect(window({ duplicateWindow: Duration.seconds(5) })).toBe(5_000_000_000);
});

test('a stream makes room for new messages, or refuses them where that is wanted', () => {
  expect(streamConfig(stream, 1)).toMatchObject({ discard: 'old', max_msgs: -1 });
  const limited: Stream = { ...stream, discard: 'new', maxMessages: 3000 };
  expect(streamConfig(limited, 1)).toMatchObject({ discard: 'new', max_msgs: 3000 });
  // A mirror takes what its origin took, and so refuses nothing.
  expect(mirrorConfig({ of: limited }, 'hub', 1)).toMatchObject({ discard: 'old', max_msgs: 3000 });
});

test('a consumer limits what is in flight', () => {
  expect(consumerConfig({ name: 'a' })).toMatchObject({
    ack_wait: 30_000_000_000,
    max_ack_pending: 1000,
    max_deliver: -1,
  });
  const careful = { name: 'a', ackWait: Duration.seconds(5), maxAckPending: 100, maxDeliver: 3 };
  expect(consumerConfig(careful)).toMatchObject({ ack_wait: 5_000_000_000, max_ack_pending: 100, max_deliver: 3 });
});
