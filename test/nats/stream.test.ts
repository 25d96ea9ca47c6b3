import { Duration, Size } from 'cdk8s';
import { expect, test } from 'vitest';
import { type Stream, streamConfig } from '../../lib/nats/stream.js';

const stream: Stream = { name: 'A', subjects: ['a'], maxBytes: Size.mebibytes(1) };

test('repetitions are recognized for two minutes, or for as long as messages live', () => {
  const window = (changes: Partial<Stream>) => streamConfig({ ...stream, ...changes }, 1)['duplicate_window'];
  expect(window({})).toBe(120_000_000_000);
  expect(window({ maxAge: Duration.seconds(30) })).toBe(30_000_000_000);
  expect(window({ duplicateWindow: Duration.seconds(5) })).toBe(5_000_000_000);
});
