import { expect, test } from 'vitest';
import { natsClient } from '../../../lib/index.js';
import { refusal } from '../../support/synth.js';

test('a client may do what it does, and receives answers in its own inbox', () => {
  expect(
    natsClient({
      workload: 'brain',
      namespace: 'apps',
      publishes: ['commands'],
      subscribes: ['questions brains'],
      reads: { REPORTS: 'reader' },
      answers: true,
    }),
  ).toEqual({
    user: 'brain',
    workload: 'brain',
    namespace: 'apps',
    permissions: {
      publish: {
        allow: [
          'commands',
          '$JS.API.CONSUMER.INFO.REPORTS.reader',
          '$JS.API.CONSUMER.MSG.NEXT.REPORTS.reader',
          '$JS.ACK.REPORTS.reader.>',
        ],
      },
      subscribe: { allow: ['questions brains', '_INBOX.brain.>'] },
      allowResponses: true,
    },
  });
});

test('a client that does nothing may publish nothing, and its inbox is that of its user', () => {
  expect(natsClient({ workload: 'idle', user: 'idler', account: 'OTHER' })).toEqual({
    user: 'idler',
    workload: 'idle',
    account: 'OTHER',
    permissions: { publish: { deny: ['>'] }, subscribe: { allow: ['_INBOX.idler.>'] } },
  });
});

test('actions that are none are refused, all at once', () => {
  const actions = { workload: 'Brain', publish: ['a'], reads: { REPORTS: 3 }, answers: 'yes' };
  expect(refusal(() => natsClient(actions as never))).toEqual([
    "natsClient: answers is 'yes', expected true or false. Correct it, or remove it to use the default.",
    'natsClient: publish is an unknown option, expected publishes. Did you mean publishes? Correct the name.',
    'natsClient: reads.REPORTS is 3, expected text. Correct it.',
    expect.stringMatching(/^natsClient: workload is 'Brain', /),
  ]);
});
