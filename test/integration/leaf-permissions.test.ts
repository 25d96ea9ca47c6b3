import { afterAll, describe, expect, test } from 'vitest';
import { hasChange, leafHoldsBack } from '../../lib/formats/nats-conf/release-changes.js';
import { type ConfMap, isConfMap } from '../../lib/formats/nats-conf/value.js';
import { covers } from '../../lib/formats/nats-subject.js';
import { DEFAULT_SERVER_VERSION } from '../../lib/write/nats/images.js';
import { leafLinkPermissions } from '../../lib/write/nats/permissions.js';
import type { Permissions } from '../../lib/write/nats/server-config/account.js';
import { publish } from './support/conversation.js';
import { eventually } from './support/eventually.js';
import { LoopbackFleet, makeStreams, stored } from './support/loopback-fleet.js';
import type { LoopbackServer } from './support/loopback-server.js';
import { listIn, mapIn, OBSERVER, withLinkPermissions, withObserver } from './support/permission-cases.js';
import { literally } from './support/prohibited.js';
import { leafMessage, RawLeaf, withRawLeaf } from './support/raw-leaf.js';

const fleet = await LoopbackFleet.issue();
afterAll(() => fleet.stop());

const RELEASES = [
  ['2.14.7', 'nats-server-2.14.7'],
  [DEFAULT_SERVER_VERSION, 'nats-server'],
] as const;

/** Who publishes in the account that exports. */
const PLANT = { user: 'plant', pass: 'plant' } as const;

/** Adds an account whose messages below `data.` the account of the link imports below `plant.`. */
function withImport(conf: ConfMap): ConfMap {
  const accounts = mapIn(conf, 'accounts');
  const plant = { users: [{ user: PLANT.user, password: PLANT.pass }], exports: [{ stream: 'data.>' }] };
  const imports = [{ stream: { account: 'PLANT', subject: 'data.>' }, to: 'plant.>' }];
  return { ...conf, accounts: { ...accounts, PLANT: plant, APP: { ...mapIn(accounts, 'APP'), imports } } };
}

describe.each(RELEASES)('nats-server %s', (release, program) => {
  const link = fleet.grants.broker.filter(({ user }) => user === '');
  const granted = (direction: 'publish' | 'subscribe', subject: string) =>
    link.some((grant) => grant.direction === direction && covers(grant.subject, subject));
  /** Subjects that the link needs, and others that would be worth having. */
  const subjects = [
    ...link.map(({ subject }) => subject.replaceAll('*', 'x')),
    ...['test.messages', 'other', '_INBOX.other.reply', '$SYS.REQ.SERVER.PING'],
    ...[
      'STREAM.PURGE.TEST',
      'STREAM.DELETE.TEST',
      'CONSUMER.CREATE.TEST.other',
      'CONSUMER.MSG.NEXT.TEST.other',
    ].flatMap((request) => [`$JS.API.${request}`, `$JS.broker.API.${request}`]),
    '$JS.FC.OTHER.x.x',
    '$JS.ACK.TEST.other.1.1.1.1.0',
  ];

  test('copies what is published to the mirror, by the permissions of the synthesized link', async () => {
    const { broker, leaf } = await fleet.startPair(undefined, { program });
    await makeStreams(broker);
    const observer = await broker.talk(OBSERVER);
    await observer.say([publish('test.messages', 'first'), publish('test.messages', 'second')]);
    observer.close();
    await makeStreams(leaf);
    await eventually(
      'the mirror is complete',
      () => stored(leaf),
      (count) => count === 2,
    );
  });

  test('takes from a leaf what the link grants, and acknowledgements besides where the release does not compare them', async () => {
    const hub = await fleet.start('broker', { program, change: (conf) => withObserver(withRawLeaf(conf)) });
    const observer = await hub.talk(OBSERVER);
    await observer.say(['SUB > 1']);
    for (const subject of subjects) {
      const leaf = await RawLeaf.open(hub);
      await leaf.say([leafMessage(subject)]);
      leaf.close();
    }
    await observer.say([]);
    const taken = observer.log.lines.flatMap((line) => /^MSG (\S+) 1 /.exec(line)?.[1] ?? []);
    observer.close();
    const compares = hasChange(release, 'acknowledgementsNeedPermission') === true;
    // A server maps the subjects of its own domain before it hands them on.
    const mapped = (subject: string) => subject.replace('$JS.broker.API.', '$JS.API.');
    expect(subjects.filter((subject) => taken.includes(mapped(subject)))).toEqual(
      subjects.filter((subject) => granted('publish', subject) || (!compares && subject.startsWith('$JS.ACK.'))),
    );
  });

  test('sends to a leaf that asks for everything what the link grants', async () => {
    const hub = await fleet.start('broker', { program, change: (conf) => withObserver(withRawLeaf(conf)) });
    const observer = await hub.talk(OBSERVER);
    const leaf = await RawLeaf.open(hub);
    await leaf.say(['LS+ >']);
    await observer.say(subjects.map((subject) => publish(subject)));
    await leaf.say([]);
    expect(leaf.received).toEqual(subjects.filter((subject) => granted('subscribe', subject)));
    leaf.close();
    observer.close();
  });

  test.each([
    ['a wildcard', 'up.>'],
    ['its subject', 'up.x'],
  ])('carries up what the link grants to a subscriber to %s, though nothing may go down', async (_, subject) => {
    const permissions = leafLinkPermissions({
      subjects: [],
      publishes: ['up.>'],
      streams: [],
      hubDomain: 'broker',
      version: release,
    });
    const change = (conf: ConfMap, cluster: string) =>
      cluster === 'leaf' ? conf : withLinkPermissions(conf, confOf(permissions));
    const { broker, leaf } = await fleet.startPair(change, { program });
    const observer = await broker.talk(OBSERVER);
    await observer.say([`SUB ${subject} 1`]);
    await leaf.log.line(new RegExp(`<<- \\[LS\\+ ${literally(subject)}\\]`));
    const below = await leaf.talk(OBSERVER);
    await below.say([publish('up.x')]);
    await observer.log.line(/^MSG up\.x 1 /);
    below.close();
    observer.close();
  });

  test.each([
    ['the permissions of its user', 'broker'],
    ['its own deny_imports', 'leaf'],
  ])('carries up what %s keep from coming down, unless the release holds it back', async (_, where) => {
    const subscribe = where === 'broker' ? { deny: ['up.held'] } : { allow: ['none'] };
    const change = (conf: ConfMap, cluster: string) => {
      if (cluster === 'broker') return withLinkPermissions(conf, { publish: { allow: ['up.>'] }, subscribe });
      return where === 'leaf' ? withRemote(conf, { deny_imports: ['up.held'] }) : conf;
    };
    const { broker, leaf } = await fleet.startPair(change, { program });
    const observer = await broker.talk(OBSERVER);
    await observer.say(['SUB up.> 1']);
    await leaf.log.line(/<<- \[LS\+ up\.>\]/);
    const below = await leaf.talk(OBSERVER);
    await below.say([publish('up.held'), publish('up.open')]);
    await observer.log.line(/^MSG up\.open 1 /);
    expect(observer.log.lines.some((line) => line.startsWith('MSG up.held '))).toBe(leafHoldsBack(release) === false);
    below.close();
    observer.close();
  });

  const byLinkSubject = hasChange(release, 'importsByLinkSubject') === true;
  test.each([
    ['allow the subject of the link', { allow: ['plant.>'] }, byLinkSubject, byLinkSubject],
    ['allow the subject of the exporting account', { allow: ['data.>'] }, !byLinkSubject, !byLinkSubject],
    ['deny a subject of the link', { deny: ['plant.secret'] }, true, !byLinkSubject],
    ['deny a subject of the exporting account', { deny: ['data.secret'] }, true, byLinkSubject],
  ])('sends imported messages to a leaf if its permissions %s', async (_, subscribe, sendsOpen, sendsSecret) => {
    const change = (conf: ConfMap) =>
      withObserver(withRawLeaf(withImport(withLinkPermissions(conf, { publish: { deny: ['>'] }, subscribe }))));
    const hub = await fleet.start('broker', { program, change });
    // The server filters what a wildcard brings, and refuses an interest in one subject: a leaf may try both.
    const leaves = [await RawLeaf.open(hub), await RawLeaf.open(hub)] as const;
    await leaves[0].say(['LS+ >']);
    for (const subject of ['plant.open', 'plant.secret']) await leaves[1].say([`LS+ ${subject}`]);
    await publishAsPlant(hub);
    for (const leaf of leaves) await leaf.say([]);
    const received = new Set(leaves.flatMap((leaf) => leaf.received));
    expect(received.has('plant.open')).toBe(sendsOpen);
    expect(received.has('plant.secret')).toBe(sendsSecret);
    for (const leaf of leaves) leaf.close();
  });

  test.each([
    ['a subject of the link', 'plant.secret', !byLinkSubject],
    ['a subject of the exporting account', 'data.secret', byLinkSubject],
  ])('keeps imported messages from the hub if deny_exports of the leaf has %s', async (_, denied, sendsSecret) => {
    const change = (conf: ConfMap, cluster: string) => {
      if (cluster === 'broker') {
        return withLinkPermissions(conf, { publish: { allow: ['plant.>', 'data.>'] }, subscribe: { allow: ['none'] } });
      }
      return withImport(withRemote(conf, { deny_exports: [denied] }));
    };
    const { broker, leaf } = await fleet.startPair(change, { program });
    const observer = await broker.talk(OBSERVER);
    await observer.say(['SUB plant.> 1']);
    await leaf.log.line(/<<- \[LS\+ plant\.>\]/);
    await publishAsPlant(leaf);
    await observer.log.line(/^MSG plant\.last 1 /);
    expect(observer.log.lines.some((line) => line.startsWith('MSG plant.secret '))).toBe(sendsSecret);
    observer.close();
  });
});

async function publishAsPlant(server: LoopbackServer): Promise<void> {
  const plant = await server.talk(PLANT);
  await plant.say(['open', 'secret', 'last'].map((name) => publish(`data.${name}`)));
  plant.close();
}

function confOf({ publish, subscribe }: Permissions): ConfMap {
  return { publish: { ...publish }, subscribe: { ...subscribe } };
}

/** Changes how the leaf dials its hub. */
function withRemote(conf: ConfMap, change: ConfMap): ConfMap {
  const leafnodes = mapIn(conf, 'leafnodes');
  const remotes = listIn(leafnodes, 'remotes').filter(isConfMap);
  return { ...conf, leafnodes: { ...leafnodes, remotes: remotes.map((remote) => ({ ...remote, ...change })) } };
}
