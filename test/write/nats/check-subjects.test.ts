import { Size } from 'cdk8s';
import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { checkSubjects, type NatsPublisher } from '../../../lib/write/nats/check-subjects.js';
import type { Stream } from '../../../lib/write/nats/stream.js';

const stream = (name: string, ...subjects: string[]): Stream => ({ name, subjects, maxBytes: Size.mebibytes(1) });
const check = (streams: Stream[], publishers: NatsPublisher[] = []) =>
  checkSubjects('B', streams, publishers).map(formatDiagnostic);
const allowed = (...allow: string[]): NatsPublisher => ({ permissions: { publish: { allow } } });

test('accepts streams that share no subject', () => {
  expect(check([stream('A', 'a.>', 'b'), stream('B', 'b.*', 'c.*.d')])).toEqual([]);
});

test.each<[string, Stream[], string[]]>([
  [
    'what is no subject',
    [stream('A', 'a.>.x', 'a b', '')],
    [
      "B: stream 'A': subjects[0] is 'a.>.x', expected a subject: tokens between dots, '*' for one of them, '>' for all that follow. Correct the subject.",
      "B: stream 'A': subjects[1] is 'a b', expected a subject: tokens between dots, '*' for one of them, '>' for all that follow. Correct the subject.",
      "B: stream 'A': subjects[2] is '', expected a subject: tokens between dots, '*' for one of them, '>' for all that follow. Correct the subject.",
    ],
  ],
  [
    'subjects that two streams take',
    [stream('A', 'a.*'), stream('B', 'a.b')],
    [
      "B: stream 'B': subjects[0] is 'a.b', which overlaps 'a.*' of stream 'A', expected subjects that no other entry captures. Narrow one of the two: the server refuses a message that would be stored twice.",
    ],
  ],
  [
    'subjects that one stream takes twice',
    [stream('A', 'a.*', 'a.>')],
    [
      "B: stream 'A': subjects[1] is 'a.>', which overlaps 'a.*' of the same stream, expected subjects that no other entry captures. Narrow one of the two: the server refuses a message that would be stored twice.",
    ],
  ],
  [
    "everything, which takes in the server's own",
    [stream('A', '>')],
    [
      "B: stream 'A': subjects[0] is '>', which captures the server's own $JS.>, expected subjects of applications. Name the subjects to keep: the server refuses this stream.",
    ],
  ],
])('fails on %s', (_, streams, expected) => {
  expect(check(streams)).toEqual(expected);
});

test('asks that somebody may fill a stream, where anybody is known', () => {
  const unfilled = [
    "B: stream 'A': subjects is 'a.>', 'b', to which no client and no leaf may publish, expected subjects that a client or leaf may publish to. Correct them, or the publisher's permissions: the stream would stay empty.",
  ];
  const streams = [stream('A', 'a.>', 'b')];
  expect(check(streams, [allowed('c'), allowed('a.*')])).toEqual([]);
  expect(check(streams, [{ permissions: { publish: { deny: ['a.>'] } } }])).toEqual([]);
  expect(check(streams, [allowed('c', 'a')])).toEqual(unfilled);
  expect(check(streams, [{ permissions: { publish: { deny: ['>'] } } }])).toEqual(unfilled);
});
