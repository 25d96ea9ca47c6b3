import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { mirrorReaderPermissions } from '../../../lib/write/nats/permissions.js';
import type { Stream } from '../../../lib/write/nats/stream.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { FleetCluster } from '../../../lib/write/platform/fleet-cluster.js';
import { at, delta, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const network: ClusterProps = {
  kubernetesVersion: '1.33',
  mesh: { kind: 'linkerd', version: '2.20', cni: true },
  nodeAddresses: ['192.0.2.1', '192.0.2.2'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
};
const down = { publish: { deny: ['>'] }, subscribe: { allow: ['a.b'] } };
const publisher: NatsClient = { user: 'publisher', workload: 'pub', permissions: { publish: { allow: ['a.b'] } } };
const stream: Stream = { name: 'TEST', subjects: ['a.>'], maxBytes: Size.mebibytes(100) };
const jetStream = { volumeSize: Size.gibibytes(2) };

function fleetOf(changes: (hub: FleetCluster, edge: FleetCluster) => Partial<NatsBrokerProps> = () => ({})): Fleet {
  const fleet = new Fleet('fleet');
  const hub = fleet.addCluster('hub', network);
  const edge = fleet.addCluster('edge', { ...network, nodeAddresses: ['198.51.100.7'] });
  const props: NatsBrokerProps = { cluster: hub, secrets: { kind: 'credentials' }, ...changes(hub, edge) };
  hub.add('nats-broker', (chart) => {
    new NatsBroker(chart, 'broker', props);
  });
  return fleet;
}

const objectsWith = (changes: Parameters<typeof fleetOf>[0]): ManifestObject[] => objectsOf(fleetOf(changes), 'hub');
const refusalOf = (changes: Parameters<typeof fleetOf>[0]) => refusal(() => filesOf(fleetOf(changes)));
function natsConf(objects: ManifestObject[]): string {
  const data = find(objects, 'ConfigMap', 'nats-broker-config')['data'];
  return typeof data === 'object' && data !== null && !Array.isArray(data) ? String(data['nats.conf']) : '';
}
const changed = (changes: Parameters<typeof fleetOf>[0]) =>
  delta(filesOf(fleetOf()), filesOf(fleetOf(changes))).filter((line) => !line.includes('checksum/'));

describe('NatsBroker', () => {
  test('is one hardened server without leaves, streams or clients when nothing else is asked', () => {
    const objects = objectsWith(() => ({}));
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
      'Certificate nats-broker-tls',
      'NetworkPolicy nats-broker',
      'ServiceAccount nats-broker',
      'PodDisruptionBudget nats-broker',
      'ConfigMap nats-broker-config',
      'Service nats-broker',
      'Service nats-broker-headless',
      'StatefulSet nats-broker',
    ]);
  });

  test('is the same in Istio as without a mesh: its servers prove themselves to each other and to clients', () => {
    const outside = (mesh?: ClusterProps['mesh']) => {
      const { mesh: _, ...plain } = network;
      const fleet = new Fleet('fleet');
      const edge = fleet.addCluster('edge', { ...plain, nodeAddresses: ['198.51.100.7'] });
      const cluster = fleet.addCluster('hub', { ...plain, ...(mesh && { mesh }) });
      cluster.add('nats-broker', (chart) => {
        new NatsBroker(chart, 'broker', {
          cluster,
          secrets: { kind: 'credentials' },
          replicas: 3,
          clients: [publisher],
          clientNodePort: { cidrs: ['203.0.113.0/24'] },
          leafnodes: { leaves: [{ cluster: edge, permissions: down }] },
        });
      });
      return filesOf(fleet);
    };
    expect(outside({ kind: 'istio', version: '1.31' })).toEqual(outside());
  });

  test('has the resources of the seed, and a soft memory limit below the hard one', () => {
    const pod =
      at(
        find(
          objectsWith(() => ({})),
          'StatefulSet',
          'nats-broker',
        ),
        'spec.template.spec.containers[0]',
      ) ?? null;
    expect(at(pod, 'resources')).toEqual({
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '500m', memory: '512Mi' },
    });
    expect(at(pod, 'env[2]')).toEqual({ name: 'GOMEMLIMIT', value: '409MiB' });
  });

  test('exposes the leafnode port alone, and keeps the address of who dials it', () => {
    const objects = objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } }));
    const exposed = objects.filter((object) => at(object, 'spec.type') === 'NodePort');
    expect(exposed.map((object) => at(object, 'spec'))).toEqual([
      {
        type: 'NodePort',
        externalTrafficPolicy: 'Local',
        selector: { app: 'nats-broker' },
        ports: [
          {
            name: 'leafnodes',
            appProtocol: 'tcp',
            port: 7422,
            nodePort: 30722,
            protocol: 'TCP',
            targetPort: 'leafnodes',
          },
        ],
      },
    ]);
  });

  test('admits leaves by their network, to the network and to the mesh', () => {
    const objects = objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } }));
    expect(at(find(objects, 'NetworkPolicy', 'nats-broker'), 'spec.ingress')).toEqual([
      { from: [{ ipBlock: { cidr: '198.51.100.7/32' } }], ports: [{ port: 7422, protocol: 'TCP' }] },
    ]);
    expect(at(find(objects, 'NetworkAuthentication', 'nats-broker-leafnodes-networks'), 'spec.networks')).toEqual([
      { cidr: '198.51.100.7/32' },
    ]);
  });

  test('asks a leaf for a certificate, TLS first, and for a key of its own', () => {
    const text = natsConf(
      objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } })),
    );
    expect(text).toMatch(/leafnodes \{[\s\S]*verify: true\n\s+handshake_first: true/);
    expect(text).toContain('nkey: $LEAF_EDGE_NKEY');
    expect(text).toMatch(/LEAFNODE/);
  });

  test('knows a leaf by its password where that is asked, and by its hash alone', () => {
    const text = natsConf(
      objectsWith((_, edge) => ({
        leafnodes: { leaves: [{ cluster: edge, authentication: 'password', permissions: down }] },
      })),
    );
    expect(text).toContain('user: leaf-edge\n');
    expect(text).toContain('password: $LEAF_EDGE_PASSWORD');
  });

  test('certifies every address that a leaf dials', () => {
    expect(
      at(
        find(
          objectsWith(() => ({})),
          'Certificate',
          'nats-broker-tls',
        ),
        'spec',
      ),
    ).toEqual({
      commonName: 'nats-broker-tls',
      dnsNames: ['nats-broker.nats-system.svc.cluster.local', 'nats-broker.nats-system.svc'],
      duration: '2160h0m0s',
      ipAddresses: ['192.0.2.1', '192.0.2.2'],
      issuerRef: { group: 'cert-manager.io', kind: 'Issuer', name: 'nats-messaging' },
      privateKey: { algorithm: 'ECDSA', encoding: 'PKCS8', rotationPolicy: 'Always', size: 256 },
      renewBefore: '720h0m0s',
      secretName: 'nats-broker-tls',
      usages: ['digital signature', 'server auth'],
    });
  });

  test('forms a cluster of three over TLS, on three nodes, reached by its own servers alone', () => {
    const objects = objectsWith(() => ({ replicas: 3, jetStream }));
    const text = natsConf(objects);
    for (const pod of [0, 1, 2]) {
      expect(text).toContain(`tls://nats-broker-${pod}.nats-broker-headless.nats-system.svc.cluster.local:6222`);
    }
    const pod = at(find(objects, 'StatefulSet', 'nats-broker'), 'spec.template.spec') ?? null;
    expect(at(pod, 'topologySpreadConstraints[0].whenUnsatisfiable')).toBe('DoNotSchedule');
    expect(at(find(objects, 'MeshTLSAuthentication', 'nats-broker-cluster-callers'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'nats-broker', namespace: 'nats-system' },
    ]);
    const certificate = find(objects, 'Certificate', 'nats-broker-tls');
    expect(at(certificate, 'spec.dnsNames')).toContain('*.nats-broker-headless.nats-system.svc.cluster.local');
    expect(at(certificate, 'spec.usages')).toEqual(['digital signature', 'server auth', 'client auth']);
  });

  test('stops within its grace period: lame duck first, then room for the rest', () => {
    const objects = objectsWith(() => ({}));
    const set = find(objects, 'StatefulSet', 'nats-broker');
    expect(natsConf(objects)).toContain('lame_duck_duration: "30s"');
    expect(at(set, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(60);
    expect(at(set, 'spec.template.spec.containers[0].lifecycle.preStop.exec.command')).toEqual([
      'nats-server',
      '-sl=ldm=/var/run/nats/nats.pid',
    ]);
  });

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

  test('keeps passwords and keys out of everything that is written', () => {
    const text = [
      ...filesOf(
        fleetOf((_, edge) => ({ clients: [publisher], leafnodes: { leaves: [{ cluster: edge, permissions: down }] } })),
      ).values(),
    ].join('');
    expect(text).toContain('password: $PUBLISHER_PASSWORD');
    expect(text).not.toMatch(/kind: Secret$/m);
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

  test('opens the client port only on demand, for the networks named, and over TLS', () => {
    const objects = objectsWith(() => ({ clients: [publisher], clientNodePort: { cidrs: ['203.0.113.0/24'] } }));
    expect(at(find(objects, 'Service', 'nats-broker-client'), 'spec.ports[0].nodePort')).toBe(30422);
    expect(natsConf(objects)).toMatch(/\ntls \{\n\s+cert_file/);
    expect(at(find(objects, 'NetworkAuthentication', 'nats-broker-client-networks'), 'spec.networks')).toEqual([
      { cidr: '203.0.113.0/24' },
    ]);
    expect(natsConf(objectsWith(() => ({})))).not.toMatch(/\ntls \{/);
  });

  test('speaks TLS to clients inside the cluster on demand, its own Job among them', () => {
    const objects = objectsWith(() => ({
      clients: [publisher],
      clientTls: true,
      jetStream: { volumeSize: Size.gibibytes(2) },
      streams: [{ name: 'TEST', subjects: ['a.>'], maxBytes: Size.mebibytes(1) }],
    }));
    expect(natsConf(objects)).toMatch(/\ntls \{\n\s+cert_file/);
    expect(objects.some(({ kind, metadata }) => kind === 'Service' && metadata.name === 'nats-broker-client')).toBe(
      false,
    );
    const job = objects.find(({ kind }) => kind === 'Job') ?? null;
    expect(at(job, 'spec.template.spec.containers[0].env')).toContainEqual({
      name: 'NATS_URL',
      value: 'tls://nats-broker.nats-system.svc.cluster.local:4222',
    });
  });

  test('admits clients by the label that every workload bears', () => {
    const objects = objectsWith(() => ({ clients: [publisher] }));
    expect(at(find(objects, 'NetworkPolicy', 'nats-broker'), 'spec.ingress[0].from[0].podSelector')).toEqual({
      matchLabels: { 'app.kubernetes.io/name': publisher.workload },
    });
  });

  test('serves metrics to the scrapers named', () => {
    const objects = objectsWith(() => ({
      exporter: { scrapers: [{ serviceAccount: 'prometheus', namespace: 'monitoring' }] },
    }));
    expect(at(find(objects, 'Server', 'nats-broker-metrics'), 'spec.port')).toBe(7777);
    expect(at(find(objects, 'StatefulSet', 'nats-broker'), 'spec.template.spec.containers[2].command[0]')).toBe(
      'prometheus-nats-exporter',
    );
    for (const probe of ['readinessProbe', 'livenessProbe']) {
      const asked = at(
        find(objects, 'StatefulSet', 'nats-broker'),
        `spec.template.spec.containers[2].${probe}.httpGet`,
      );
      expect(asked, probe).toEqual({ path: '/metrics', port: 'metrics' });
    }
  });

  test.each<[string, Partial<NatsBrokerProps>, string[]]>([
    ['pingInterval', { pingInterval: Duration.seconds(30) }, ['- ping_interval: "5s"', '+ ping_interval: "30s"']],
    ['limits', { limits: { maxConnections: 5 } }, ['- max_connections: 1000', '+ max_connections: 5']],
    ['version', { version: '2.14.1' }, ['- image: nats:2.14.2-alpine', '+ image: nats:2.14.1-alpine']],
    [
      'a digest',
      { images: { server: { repository: 'mirror/nats', tag: '2.14.2', digest: `sha256:${'a'.repeat(64)}` } } },
      ['- image: nats:2.14.2-alpine', `+ image: mirror/nats:2.14.2@sha256:${'a'.repeat(64)}`],
    ],
    [
      'certificateLifetime',
      { certificateLifetime: { duration: Duration.days(30), renewBefore: Duration.days(10) } },
      ['- duration: 2160h0m0s', '- renewBefore: 720h0m0s', '+ duration: 720h0m0s', '+ renewBefore: 240h0m0s'],
    ],
  ])('%s changes its own lines only', (_, changes, expected) => {
    expect(changed(() => changes).map((line) => line.replace(/ fleet\/[^:]*:/, ''))).toEqual(expected);
  });

  test.each<[string, (hub: FleetCluster, edge: FleetCluster) => Partial<NatsBrokerProps>, string]>([
    [
      'two servers with JetStream',
      () => ({ replicas: 2, jetStream }),
      "NatsBroker 'hub/nats-broker': replicas is 2, expected 1, or an odd number from 3. Use 3: two servers have no majority once one fails, so JetStream would stop.",
    ],
    [
      'four servers',
      () => ({ replicas: 4 }),
      "NatsBroker 'hub/nats-broker': replicas is 4, expected 1, or an odd number from 3. Use 3 or 5.",
    ],
    [
      'a NodePort out of range',
      (_, edge) => ({ leafnodes: { nodePort: 7422, leaves: [{ cluster: edge, permissions: down }] } }),
      "NatsBroker 'hub/nats-broker': leafnodes.nodePort is 7422, expected an integer from 30000 to 32767. Correct it, or remove it to use the default.",
    ],
    [
      'a listener without leaves',
      () => ({ leafnodes: { leaves: [] } }),
      "NatsBroker 'hub/nats-broker': leafnodes.leaves is an empty list, expected at least one leaf cluster. Name the clusters that may link, or remove leafnodes.",
    ],
    [
      'one leaf twice',
      (_, edge) => ({
        leafnodes: {
          leaves: [
            { cluster: edge, permissions: down },
            { cluster: edge, permissions: down },
          ],
        },
      }),
      "NatsBroker 'hub/nats-broker': leafnodes.leaves is the cluster 'edge' twice, expected each leaf cluster once. Remove one of the two.",
    ],
    [
      'an open client port',
      () => ({ clientNodePort: { cidrs: [] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is an empty list, expected at least one CIDR. Name the networks that may connect, or remove clientNodePort.",
    ],
    [
      'one NodePort for two ports',
      (_, edge) => ({
        leafnodes: { nodePort: 30422, leaves: [{ cluster: edge, permissions: down }] },
        clientNodePort: { cidrs: ['203.0.113.0/24'] },
      }),
      "NatsBroker 'hub/nats-broker': clientNodePort.nodePort is 30422, the port of the leafnode listener, expected a port of its own. Choose another.",
    ],
    [
      'a store larger than its volume',
      () => ({ jetStream: { ...jetStream, maxFileStore: Size.gibibytes(3) } }),
      "NatsBroker 'hub/nats-broker': jetStream.maxFileStore is 3072Mi, expected at most nine tenths of the volume of 2048Mi: 1843Mi. Lower it, or remove it to use eight tenths, or enlarge the volume: a full disk stops every stream.",
    ],
    [
      'a memory store that leaves the server nothing',
      () => ({ jetStream: { ...jetStream, maxMemoryStore: Size.mebibytes(300) } }),
      "NatsBroker 'hub/nats-broker': jetStream.maxMemoryStore is 300Mi, expected at most half of the memory limit of 512Mi. Lower it, or raise the limit: the server itself needs the rest.",
    ],
    [
      'limits below requests',
      () => ({ resources: { cpu: { request: '1', limit: '500m' }, memory: { request: '128Mi', limit: '512Mi' } } }),
      "NatsBroker 'hub/nats-broker': resources.cpu.limit is 500m, expected at least the request of 1. Raise the limit, or lower the request.",
    ],
    [
      'a quantity that is none',
      () => ({ resources: { cpu: { request: '100m', limit: '500m' }, memory: { request: '128MB', limit: '512Mi' } } }),
      "NatsBroker 'hub/nats-broker': resources.memory.request is '128MB', expected a Kubernetes quantity above zero, such as '128Mi'. Correct the quantity.",
    ],
    [
      'a server that lets leaves in',
      () => ({ version: '2.11.9' }),
      "NatsBroker 'hub/nats-broker': version is '2.11.9', expected 2.12.0 to 2.14.x. Use 2.14.2; servers before 2.12 admit a leaf without credentials.",
    ],
    [
      'a server that is not known',
      () => ({ version: '2.15.0' }),
      "NatsBroker 'hub/nats-broker': version is '2.15.0', expected 2.12.0 to 2.14.x. Use 2.14.2; servers before 2.12 admit a leaf without credentials.",
    ],
    [
      'a certificate that is due before it is made',
      () => ({ certificateLifetime: { duration: Duration.hours(2), renewBefore: Duration.hours(2) } }),
      "NatsBroker 'hub/nats-broker': certificateLifetime.renewBefore is 2h0m0s, expected less than the duration of 2h0m0s. Lower it: cert-manager refuses a renewal before the certificate starts.",
    ],
    [
      'pings too rare',
      () => ({ pingInterval: Duration.minutes(2) }),
      "NatsBroker 'hub/nats-broker': pingInterval is 120s, expected 1s to 60s. Lower it, or remove it to use the default of 5s: a silent partition is noticed after two unanswered pings.",
    ],
    [
      'a shared user',
      () => ({ clients: [publisher, { ...publisher, workload: 'other' }] }),
      "NatsBroker 'hub/nats-broker': clients is two with the user 'publisher', expected a different user for each workload. Rename one: a shared identity cannot be limited or revoked for one workload.",
    ],
    [
      'a shared workload',
      () => ({ clients: [publisher, { ...publisher, user: 'other' }] }),
      "NatsBroker 'hub/nats-broker': clients is two with the workload 'nats-system/pub', expected a different user for each workload. Rename one: a shared identity cannot be limited or revoked for one workload.",
    ],
    [
      'a user that is no variable',
      () => ({ clients: [{ ...publisher, user: 'a b' }] }),
      "NatsBroker 'hub/nats-broker': clients is the user 'a b', expected up to 64 letters, digits, dashes and underscores, a letter first. Rename the user; a variable of the server configuration is named after it.",
    ],
    [
      'a user of hundreds of letters',
      () => ({ clients: [{ ...publisher, user: 'a'.repeat(300) }] }),
      `NatsBroker 'hub/nats-broker': clients is the user '${'a'.repeat(60)}…', 300 characters, expected up to 64 letters, digits, dashes and underscores, a letter first. Rename the user; a variable of the server configuration is named after it.`,
    ],
    [
      'a client port for everybody',
      () => ({ clientNodePort: { cidrs: ['0.0.0.0/0'] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is 0.0.0.0/0, which matches every address, expected the networks of the clients. Name them: a password alone does not protect a public port.",
    ],
    [
      'a client port for no network',
      () => ({ clientNodePort: { cidrs: ['10.0.0.1/8'] } }),
      "NatsBroker 'hub/nats-broker': clientNodePort.cidrs is '10.0.0.1/8', expected a network address: 10.0.0.0/8. Clear the bits after the prefix.",
    ],
    [
      'a space in what is published',
      () => ({ clients: [{ ...publisher, permissions: { publish: { allow: ['a b'] } } }] }),
      "NatsBroker 'hub/nats-broker': accounts.APP.users[0].permissions.publish.allow[0] is 'a b', expected a subject: tokens between dots, '*' for one of them, '>' for all that follow. Correct the subject.",
    ],
    [
      'a variable in a subject',
      () => ({ clients: [{ ...publisher, permissions: { publish: { allow: ['$HOME'] } } }] }),
      "NatsBroker 'hub/nats-broker': accounts.APP.users[0].permissions.publish.allow[0] is '$HOME', expected a subject: a variable is not expanded inside one. Correct the subject.",
    ],
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
      "NatsBroker 'hub/nats-broker': stream 'TEST': subjects is 'other.>', to which no client and no leaf may publish, expected subjects that somebody may publish to. Correct them, or the publisher's permissions: the stream would stay empty.",
    ],
    [
      'metrics for nobody',
      () => ({ exporter: { scrapers: [] } }),
      "NatsBroker 'hub/nats-broker': exporter.scrapers is an empty list, expected at least one workload. Name Prometheus' ServiceAccount, or drop the exporter.",
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
      'the tag latest',
      () => ({ images: { cli: { repository: 'natsio/nats-box', tag: 'latest' } } }),
      "NatsBroker 'hub/nats-broker': images.cli.tag is 'latest', expected a version. Pin the version that was tested: `latest` changes under a running fleet.",
    ],
    [
      'a digest that is none',
      () => ({ images: { cli: { repository: 'natsio/nats-box', tag: '1', digest: 'abc' } } }),
      "NatsBroker 'hub/nats-broker': images.cli.digest is 'abc', expected sha256: and 64 hexadecimal digits. Copy the digest that the registry shows for the tag.",
    ],
    [
      'an image name with its tag',
      () => ({ images: { cli: { repository: 'nats:1@x', tag: '1' } } }),
      "NatsBroker 'hub/nats-broker': images.cli.repository is 'nats:1@x', expected an image name without tag, such as natsio/nats-box. Put the version into tag.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusalOf(changes)).toContain(message);
  });

  test('fails with the faults of the server configuration as well', () => {
    const messages = refusalOf(() => ({
      replicas: 2,
      clients: [{ ...publisher, permissions: { publish: { allow: ['>'] } } }],
    }));
    expect(messages.some((message) => message.includes('replicas is 2'))).toBe(true);
    expect(messages.some((message) => message.includes('>'))).toBe(true);
  });
});
