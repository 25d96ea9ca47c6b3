import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { NatsLeaf } from '../../../lib/write/nats/nats-leaf.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';

const network = { kubernetesVersion: '1.33', podCidrs: ['10.42.0.0/16'], serviceCidrs: ['10.43.0.0/16'] };
const secrets = { kind: 'credentials' };
const permissions = { publish: { allow: ['a.b'] } };
const client = { user: 'publisher', workload: 'pub', permissions };
const NUMBER = 'an integer from 1 to 99. Correct it, or remove it to use the default.';

interface Untyped {
  readonly hub?: (given: object) => unknown;
  readonly leaf?: (given: object) => unknown;
}

/** The problems of a broker and a leaf whose props are as a JavaScript program might pass them. */
function problemsOf({ hub = (given) => given, leaf = (given) => given }: Untyped): string[] {
  const fleet = new Fleet('fleet');
  const center = fleet.addCluster('hub', { ...network, nodeAddresses: ['192.0.2.1'] });
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
  const broker = hub({ cluster: center, secrets, leafnodes: { leaves: [{ cluster: edge, permissions }] } });
  center.add('nats-broker', (chart) => {
    Reflect.construct(NatsBroker, [chart, 'broker', broker]);
  });
  edge.add('nats-leaf', (chart) => {
    Reflect.construct(NatsLeaf, [chart, 'leaf', leaf({ cluster: edge, hub: broker, secrets })]);
  });
  return refusal(() => filesOf(fleet));
}

const hubWith = (changes: object) => problemsOf({ hub: (given) => ({ ...given, ...changes }) });
const leafWith = (changes: object) => problemsOf({ leaf: (given) => ({ ...given, ...changes }) });

describe("a broker's props", () => {
  test.each<[string, object, string]>([
    ['too few servers', { replicas: -1 }, `replicas is -1, expected ${NUMBER}`],
    ['too many servers', { replicas: 1_000_001 }, `replicas is 1000001, expected ${NUMBER}`],
    ['half a server', { replicas: 1.5 }, `replicas is 1.5, expected ${NUMBER}`],
    ['no number', { replicas: Number.NaN }, `replicas is NaN, expected ${NUMBER}`],
    ['text for a number', { replicas: '3' }, `replicas is '3', expected ${NUMBER}`],
    ['null', { replicas: null }, `replicas is null, expected ${NUMBER}`],
    [
      'a misspelt option',
      { replica: 3 },
      'replica is an unknown option, expected replicas. Did you mean replicas? Correct the name.',
    ],
    [
      'a misspelt option further in',
      { jetStream: { volumeSize: Size.gibibytes(1), maxFilestore: Size.mebibytes(1) } },
      'jetStream.maxFilestore is an unknown option, expected maxFileStore. Did you mean maxFileStore? Correct the name.',
    ],
    [
      'an image as text',
      { images: { server: 'nats:latest' } },
      "images.server is 'nats:latest', expected an object with repository, tag. Correct it, or remove it to use the default.",
    ],
    [
      'half of the resources',
      { resources: { cpu: { request: '1', limit: '1' } } },
      'resources.memory is absent, expected an object with request, limit. Set it.',
    ],
    [
      'no list of clients',
      { clients: 'publisher' },
      "clients is 'publisher', expected a list, each an object with user, workload, permissions. Correct it, or remove it to use the default.",
    ],
    [
      'a client that is absent',
      { clients: [client, undefined] },
      'clients[1] is absent, expected an object with user, workload, permissions. Set it.',
    ],
    [
      'a workload that is no label',
      { clients: [{ ...client, workload: 'Nats_Pub' }] },
      "clients[0].workload is 'Nats_Pub', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it.",
    ],
    [
      'a namespace that is too long',
      { namespace: 'a'.repeat(64) },
      `namespace is '${'a'.repeat(60)}…', 64 characters, expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it, or remove it to use the default.`,
    ],
    [
      'a lifetime that is no number',
      { certificateLifetime: { duration: Duration.hours(Number.NaN), renewBefore: Duration.hours(0) } },
      'certificateLifetime.duration is NaN ms, expected a Duration above zero, such as Duration.seconds(5). Correct it.',
    ],
    [
      'an unknown interval of syncs',
      { jetStream: { volumeSize: Size.gibibytes(1), syncInterval: 'never' } },
      "jetStream.syncInterval is 'never', expected 'always', or a Duration above zero, such as Duration.seconds(5). Correct it, or remove it to use the default.",
    ],
    [
      'no volume',
      { jetStream: { volumeSize: Size.gibibytes(0) } },
      'jetStream.volumeSize is 0 KiB, expected a Size above zero, such as Size.gibibytes(1). Correct it.',
    ],
    [
      'a stream of no bytes, which the server takes for no limit',
      { streams: [{ name: 'A', subjects: ['a'], maxBytes: Size.kibibytes(0) }] },
      'streams[0].maxBytes is 0 KiB, expected a Size above zero, such as Size.gibibytes(1). Correct it.',
    ],
    [
      'a stream without subjects',
      { streams: [{ name: 'A', subjects: [], maxBytes: Size.kibibytes(1) }] },
      'streams[0].subjects is an empty list, expected a list of at least 1, each text. Correct it.',
    ],
    [
      'an unknown source of secrets',
      { secrets: { kind: 'nope' } },
      "secrets.kind is 'nope', expected 'credentials' or 'external-secrets'. Correct it.",
    ],
    [
      'no source of secrets',
      { secrets: undefined },
      "secrets is absent, expected an object whose kind is 'credentials' or 'external-secrets'. Set it.",
    ],
    [
      'a store without name',
      { secrets: { kind: 'external-secrets', storeName: '' } },
      "secrets.storeName is '', expected up to 253 lower-case letters, digits, dashes and dots, with a letter or digit at both ends of each part. Correct it.",
    ],
    [
      'a leaf in a cluster that is a name alone',
      { leafnodes: { leaves: [{ cluster: 'edge', permissions }] } },
      "leafnodes.leaves[0].cluster is 'edge', expected a cluster: what addCluster returned, or a new Cluster. Correct it.",
    ],
  ])('fails on %s, and the leaf does not complain besides', (_, changes, message) => {
    const problems = hubWith(changes);
    expect(problems).toContain(`NatsBroker 'hub/nats-broker': ${message}`);
    expect(problems.filter((problem) => problem.startsWith('NatsLeaf'))).toEqual([]);
  });

  test.each(['nätz', 'A_b', '1nats', 'a.b', 'a'.repeat(53)])("fails on the name '%s'", (name) => {
    expect(hubWith({ name })).toContain(
      `NatsBroker 'hub/${name}': name is '${name}', expected up to 52 lower-case letters, digits and dashes, with a letter first and a letter or digit last. Correct it, or remove it to use the default.`,
    );
  });

  test('tells all faults at once', () => {
    expect(hubWith({ replicas: '3', clients: null, secrets: undefined, leafnodes: [] })).toHaveLength(4);
  });

  test('fails on no props at all, once for broker and leaf', () => {
    const absent = "NatsBroker 'nats-broker': props is absent, expected an object with cluster, secrets. Set it.";
    expect(problemsOf({ hub: () => undefined })).toEqual([
      absent,
      "NatsLeaf 'edge/nats-leaf': hub is absent, expected the props of its broker. Set it.",
    ]);
    expect(problemsOf({ hub: () => ({}) })).toEqual([
      "NatsBroker 'nats-broker': cluster is absent, expected a cluster: what addCluster returned, or a new Cluster. Set it.",
      "NatsBroker 'nats-broker': secrets is absent, expected an object whose kind is 'credentials' or 'external-secrets'. Set it.",
    ]);
  });

  test("lets a leaf be silent about its broker's faults", () => {
    expect(hubWith({ clients: [{ ...client, permissions: {} }] })).toEqual([
      "NatsBroker 'hub/nats-broker': accounts.APP.users[0].permissions.publish is absent, expected the subjects that the user may publish to: without them it may publish to all. Name them; an empty allow list denies all.",
    ]);
  });
});

describe("a leaf's props", () => {
  test.each<[string, object, string]>([
    [
      'a number for a duration',
      { reconnect: 2 },
      'reconnect is 2, expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it, or remove it to use the default.',
    ],
    [
      'text for a duration',
      { reconnect: '2s' },
      "reconnect is '2s', expected a Duration of whole milliseconds, such as Duration.seconds(5). Correct it, or remove it to use the default.",
    ],
    [
      'a hub that is a URL',
      { hub: 'tls://192.0.2.1' },
      "hub is 'tls://192.0.2.1', expected the props of its broker. Correct it.",
    ],
    [
      'a mirror of a name',
      { mirrors: [{ of: 'TEST' }] },
      "mirrors[0].of is 'TEST', expected an object with name, subjects, maxBytes. Correct it.",
    ],
    [
      'a misspelt option',
      { reconect: Duration.seconds(2) },
      'reconect is an unknown option, expected reconnect. Did you mean reconnect? Correct the name.',
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(leafWith(changes)).toEqual([`NatsLeaf 'edge/nats-leaf': ${message}`]);
  });

  test('fails on no props at all', () => {
    expect(problemsOf({ leaf: () => null })).toEqual([
      "NatsLeaf 'nats-leaf': props is null, expected an object with cluster, secrets, hub. Correct it.",
    ]);
  });
});

test('a fault of a cluster is told once, and not again by what dials it', () => {
  const fleet = new Fleet('fleet');
  const center = fleet.addCluster('hub', { ...network, nodeAddresses: ['tls://192.0.2.1'], egressCidrs: [] });
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
  const hub = {
    cluster: center,
    secrets: { kind: 'credentials' },
    leafnodes: { leaves: [{ cluster: edge, permissions }] },
  } as const;
  center.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', hub);
  });
  edge.add('nats-leaf', (chart) => {
    new NatsLeaf(chart, 'leaf', { cluster: edge, hub, secrets: { kind: 'credentials' } });
  });
  expect(refusal(() => filesOf(fleet))).toEqual([
    "Cluster 'hub': nodeAddresses is 'tls://192.0.2.1', expected an IP address or a DNS name, without scheme and port. Correct the address.",
  ]);
});
