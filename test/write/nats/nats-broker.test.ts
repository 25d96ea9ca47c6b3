import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import type { NatsBrokerProps } from '../../../lib/write/nats/broker-props.js';
import { NatsBroker } from '../../../lib/write/nats/nats-broker.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { at, delta, filesOf, find } from '../../support/synth.js';
import {
  type BrokerChanges,
  down,
  fleetOf,
  jetStream,
  natsConf,
  network,
  objectsWith,
  publisher,
  refusalOf,
} from './broker-fleet.js';

const changed = (changes: BrokerChanges) =>
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

  test('forms a cluster of three over TLS, on three nodes, that only its own servers reach', () => {
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

  test('stops within its grace period: lame duck first, with time for the rest', () => {
    const objects = objectsWith(() => ({}));
    const set = find(objects, 'StatefulSet', 'nats-broker');
    expect(natsConf(objects)).toContain('lame_duck_duration: "30s"');
    expect(at(set, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(60);
    expect(at(set, 'spec.template.spec.containers[0].lifecycle.preStop.exec.command')).toEqual([
      'nats-server',
      '-sl=ldm=/var/run/nats/nats.pid',
    ]);
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
    ['version', { version: '2.15.2' }, ['- image: nats:2.15.3-alpine', '+ image: nats:2.15.2-alpine']],
    [
      'a digest',
      { images: { server: { repository: 'mirror/nats', tag: '2.15.3', digest: `sha256:${'a'.repeat(64)}` } } },
      ['- image: nats:2.15.3-alpine', `+ image: mirror/nats:2.15.3@sha256:${'a'.repeat(64)}`],
    ],
    [
      'certificateLifetime',
      { certificateLifetime: { duration: Duration.days(30), renewBefore: Duration.days(10) } },
      ['- duration: 2160h0m0s', '- renewBefore: 720h0m0s', '+ duration: 720h0m0s', '+ renewBefore: 240h0m0s'],
    ],
  ])('%s changes its own lines only', (_, changes, expected) => {
    expect(changed(() => changes).map((line) => line.replace(/ fleet\/[^:]*:/, ''))).toEqual(expected);
  });

  test.each<[string, BrokerChanges, string]>([
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
      'a server that is not known',
      () => ({ version: '2.16.0' }),
      "NatsBroker 'hub/nats-broker': version is '2.16.0', expected a release of 2.12 or 2.14 or 2.15, such as 2.15.3. It is not known what this release changed in configuration and permissions. Use 2.15.3.",
    ],
    [
      'a release that does not exist',
      () => ({ version: '2.13.0' }),
      "NatsBroker 'hub/nats-broker': version is '2.13.0', expected a release of 2.12 or 2.14 or 2.15, such as 2.15.3. Upstream never released 2.13, so there is no such image. Use 2.15.3.",
    ],
    [
      'a release line',
      () => ({ version: '2.15' }),
      "NatsBroker 'hub/nats-broker': version is '2.15', expected a release of 2.12 or 2.14 or 2.15, such as 2.15.3. Use 2.15.3.",
    ],
    [
      'a certificate that is due before it is made',
      () => ({ certificateLifetime: { duration: Duration.hours(2), renewBefore: Duration.hours(2) } }),
      "NatsBroker 'hub/nats-broker': certificateLifetime.renewBefore is 2h0m0s, expected less than the duration of 2h0m0s. cert-manager refuses a renewal before the certificate starts. Lower it.",
    ],
    [
      'pings too rare',
      () => ({ pingInterval: Duration.minutes(2) }),
      "NatsBroker 'hub/nats-broker': pingInterval is 120s, expected 1s to 60s. A silent partition is noticed after two unanswered pings. Lower it, or remove it to use the default of 5s.",
    ],
    [
      'metrics for nobody',
      () => ({ exporter: { scrapers: [] } }),
      "NatsBroker 'hub/nats-broker': exporter.scrapers is an empty list, expected at least one workload. Name Prometheus' ServiceAccount, or drop the exporter.",
    ],
    [
      'the tag latest',
      () => ({ images: { cli: { repository: 'natsio/nats-box', tag: 'latest' } } }),
      "NatsBroker 'hub/nats-broker': images.cli.tag is 'latest', expected a version. `latest` changes under a running fleet. Pin the version that was tested.",
    ],
    [
      'a digest that is none',
      () => ({ images: { cli: { repository: 'natsio/nats-box', tag: '1', digest: 'abc' } } }),
      "NatsBroker 'hub/nats-broker': images.cli.digest is 'abc', expected sha256: and 64 hexadecimal digits. Copy the digest that the registry shows for the tag.",
    ],
    [
      'an image of another release',
      () => ({ images: { server: { repository: 'mirror/nats', tag: '2.14.2-alpine' } } }),
      "NatsBroker 'hub/nats-broker': images.server.tag is '2.14.2-alpine', and version is 2.15.3, expected one release. Configuration and permissions are written for version. Set version to 2.14.2, or use an image of 2.15.3.",
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
