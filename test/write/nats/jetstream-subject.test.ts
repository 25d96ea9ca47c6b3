import { expect, test } from 'vitest';
import { streamReferences } from '../../../lib/write/nats/jetstream-subject.js';

test.each([
  ['orders.new', []],
  ['$JS.API.INFO', []],
  ['$JS.API.STREAM.NAMES', []],
  ['$JS.API.STREAM.INFO.S', [{ stream: 'S' }]],
  ['$JS.API.STREAM.MSG.GET.S', [{ stream: 'S' }]],
  ['$JS.API.STREAM.CREATE.S', [{ stream: 'S', creates: 'stream' }]],
  ['$JS.hub.API.CONSUMER.CREATE.S', [{ stream: 'S', creates: 'consumer', domain: 'hub' }]],
  ['$JS.API.CONSUMER.CREATE.S.C.a.b', [{ stream: 'S', consumer: 'C', creates: 'consumer' }]],
  ['$JS.API.CONSUMER.DURABLE.CREATE.S.C', [{ stream: 'S', consumer: 'C', creates: 'consumer' }]],
  ['$JS.API.CONSUMER.MSG.NEXT.S.*', [{ stream: 'S', consumer: '*' }]],
  ['$JS.API.CONSUMER.MSG.NEXT.S.>', [{ stream: 'S', consumer: '*' }]],
  ['$JS.API.CONSUMER.LIST.S', [{ stream: 'S' }]],
  ['$JS.API.DIRECT.GET.S.a.b', [{ stream: 'S' }]],
  ['$JS.ACK.S.C.>', [{ stream: 'S', consumer: 'C' }]],
  ['$JS.ACK.S.C.1.2.3.4.5', [{ stream: 'S', consumer: 'C' }]],
  ['$JS.ACK._.*.S.C.>', [{ stream: 'S', consumer: 'C' }]],
  ['$JS.ACK.hub.*.S.C.>', [{ stream: 'S', consumer: 'C', domain: 'hub' }]],
  ['$JS.ACK.>', [{ stream: '*', consumer: '*' }]],
  ['$JS.FC.S.*.*', [{ stream: 'S', consumer: '*' }]],
  ['$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.S.C', [{ stream: 'S', consumer: 'C' }]],
  ['$JS.EVENT.ADVISORY.STREAM.*.S', [{ stream: 'S' }]],
])('%s names %j', (subject, expected) => {
  expect(streamReferences(subject)).toEqual(expected);
});

test('a wildcard in the place of the verb matches all of them', () => {
  expect(streamReferences('$JS.API.STREAM.*.S')).toContainEqual({ stream: 'S', creates: 'stream' });
  expect(streamReferences('$JS.API.>')).toContainEqual({ stream: '*', creates: 'stream' });
  expect(streamReferences('$JS.API.CONSUMER.>')).toContainEqual({ stream: '*', consumer: '*', creates: 'consumer' });
});
