import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readRoots } from '../../lib/cli/roots.js';
import { synthesizeFleet } from '../../lib/write/fleet/synthesize.js';
import { createRoot } from '../../lib/write/trust/create.js';
import { natsMtls } from '../../systems/nats-mtls.js';
import type { NatsFleetOptions } from '../support/nats-fleet.js';
import { eventually } from './support/eventually.js';
import { natsMtlsWith } from './support/issued-fleet.js';
import { TestFleet } from './support/test-fleet.js';

const MESSAGE = /Message #(\d+) - Published at /;

test('what runs here is what stands in dist, but for the root', async () => {
  const source = { crypto: globalThis.crypto, now: new Date() };
  const { certificate } = await createRoot({ commonName: 'root.test', validityDays: 30 }, source);
  const [shipped = ''] = readRoots('nats-mtls');
  const checksum = (pem: string) => createHash('sha256').update(pem).digest('hex');
  const indented = (pem: string) => pem.trimEnd().replaceAll('\n', '\n      ');
  for (const { files } of synthesizeFleet(natsMtls({ roots: [certificate.pem] }))) {
    for (const { path, text } of files) {
      const expected = readFileSync(`dist/${path}`, 'utf8');
      const asShipped = text
        .replaceAll(indented(certificate.pem), indented(shipped))
        .replaceAll(checksum(certificate.pem), checksum(shipped));
      expect(asShipped, path).toBe(expected);
    }
  }
});

const FLEETS: Readonly<Record<string, NatsFleetOptions>> = {
  'as it stands in dist': {},
  'with core NATS alone': { delivery: 'core' },
  'with a leaf that has a password': { leafAuthentication: 'password' },
  'with three brokers': { brokers: 3 },
};

describe.each(Object.entries(FLEETS))('the fleet nats-mtls, %s', (_, options) => {
  const stored = options.delivery !== 'core';
  let fleet: TestFleet;
  beforeAll(async () => {
    fleet = await TestFleet.boot(natsMtlsWith(options));
    await fleet.startServers();
  });
  afterAll(() => fleet?.shutDown());

  test('has healthy servers, and one link', async () => {
    for (const cluster of [fleet.broker, fleet.leaf]) {
      for (const pod of cluster.servers) {
        // The exporter beside the server answers on a different port, and is not run here.
        const servers = pod.containers.filter(({ spec }) => spec.name === 'nats');
        for (const path of servers.flatMap(({ spec }) =>
          [spec.readinessProbe, spec.livenessProbe, spec.startupProbe].flatMap((probe) => probe?.httpGet?.path ?? []),
        )) {
          expect(await cluster.monitor(pod, path), `${pod.name} ${path}`).toMatchObject({ status: 200 });
        }
      }
    }
    expect(await fleet.links()).toBe(1);
  });

  if (stored)
    test('has its stream in the hub and the mirror of it in the leaf', async () => {
      const copies = options.brokers ?? 1;
      const [hub, edge] = await Promise.all(
        [fleet.broker, fleet.leaf].map(async (cluster) => {
          const [server] = cluster.servers;
          if (server === undefined) throw new Error(`Cluster ${cluster.name} has no server.`);
          const { body } = await cluster.monitor(server, '/jsz?accounts=1&streams=1&config=1');
          return JSON.parse(body).account_details[0].stream_detail;
        }),
      );
      expect(hub).toMatchObject([{ name: 'TEST', config: { subjects: ['test.>'], num_replicas: copies } }]);
      expect(edge).toMatchObject([{ name: 'TEST_MIRROR', config: { mirror: { name: 'TEST' }, num_replicas: 1 } }]);
    });

  if (options.brokers === 3)
    test('has brokers that form one cluster', async () => {
      for (const pod of fleet.broker.servers) {
        const { body } = await fleet.broker.monitor(pod, '/routez');
        const others = new Set(JSON.parse(body).routes.map(({ remote_name }: { remote_name: string }) => remote_name));
        expect(others.size, pod.name).toBe(2);
      }
    });

  test('carries what the publisher says to the subscriber', async () => {
    const [subscriber] = await fleet.leaf.start('nats-subscriber');
    const [publisher] = await fleet.broker.start('nats-publisher');
    for (const pod of [publisher, subscriber]) {
      const container = pod?.container('nats');
      const probe = container?.spec.readinessProbe?.exec?.command ?? [];
      expect(
        await eventually(
          'the probe passes',
          async () => container?.execute(probe),
          (code) => code === 0,
        ),
      ).toBe(0);
    }
    const log = subscriber?.container('nats').log;
    expect(await log?.line(MESSAGE)).toBeDefined();
    expect([...(log?.lines ?? [])].filter((line) => /violation|error/i.test(line))).toEqual([]);
  });

  if (stored)
    test('goes on where it stopped when the subscriber is started again', async () => {
      const container = fleet.leaf.pod('nats-subscriber-0').container('nats');
      const last = numbers(container.log.lines).at(-1) ?? 0;
      const from = container.log.length;
      container.signal('SIGKILL');
      await container.log.line(/^\[ended/, { from });
      await container.log.line(MESSAGE, { from });
      // What was printed but not acknowledged when the container died comes once more.
      expect(numbers(container.log.lines.slice(from))[0]).toBeGreaterThanOrEqual(last);
    });

  if (stored)
    test('finds nothing to do when the streams are described anew', async () => {
      for (const cluster of [fleet.broker, fleet.leaf]) {
        const [job = ''] = cluster.workloads('Job');
        const pod = cluster.pod(`${job}-0`);
        const from = pod.container('nats').log.length;
        pod.start();
        await pod.completed();
        expect(pod.container('nats').log.lines.slice(from).join('\n')).not.toMatch(/violation|\[ended with 1/i);
      }
    });
});

function numbers(lines: readonly string[]): number[] {
  return lines.flatMap((line) => MESSAGE.exec(line)?.[1] ?? []).map(Number);
}
