import { expect, test } from 'vitest';
import { leafLinkPermissions, mirrorReaderPermissions, readerSubjects } from '../../../lib/write/nats/permissions.js';

const link = { subjects: [], streams: [], hubDomain: 'hub' };

test('a link carries nothing that is not named', () => {
  expect(leafLinkPermissions(link)).toEqual({ publish: { deny: ['>'] }, subscribe: { deny: ['>'] } });
});

test('a link carries up what clients of the leaf publish, and no answer but those that are named', () => {
  expect(leafLinkPermissions({ ...link, publishes: ['reports'], subjects: ['_INBOX.edge.>'] })).toEqual({
    publish: { allow: ['reports'] },
    subscribe: { allow: ['_INBOX.edge.>'] },
  });
});

test.each(['2.12.14', '2.14.7', '2.15.2'])(
  'a leaf of %s that receives nothing is denied nothing that it sends',
  (version) => {
    expect(leafLinkPermissions({ ...link, publishes: ['reports'], version })).toEqual({
      publish: { allow: ['reports'] },
      subscribe: { allow: ['_NOTHING'] },
    });
  },
);

test.each(['2.12.12', '2.14.10', '2.15.3'])('a leaf of %s that receives nothing is denied everything', (version) => {
  expect(leafLinkPermissions({ ...link, publishes: ['reports'], version }).subscribe).toEqual({ deny: ['>'] });
});

test('a reader may request only its own consumer', () => {
  const subjects = ['$JS.API.CONSUMER.INFO.A.b', '$JS.API.CONSUMER.MSG.NEXT.A.b', '$JS.ACK.A.b.>'];
  expect(readerSubjects('A', 'b')).toEqual(subjects);
  expect(mirrorReaderPermissions('A', 'b').publish).toEqual({ allow: ['$JS.API.STREAM.INFO.A', ...subjects] });
});
