import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { erlmcp } from '../../systems/erlmcp.js';
import { fusionCore } from '../../systems/fusion-core.js';
import { titan } from '../../systems/titan.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { envoyGatewayPods } from '../support/envoy-gateway-pods.js';
import { at, filesOf, find, objectsOf } from '../support/synth.js';
import { ApiServer } from './support/api-server.js';
import { clusterTool } from './support/cluster-tools.js';
import { objections, onHostNetwork, podsOf } from './support/pods.js';

const roots = [SHIPPED_ROOT];
const entered = [
  ['erlmcp', 'linkerd', 'ingress', erlmcp({ roots })],
  ['fusion-core', 'main', 'edge', fusionCore({ roots })],
  ['titan', 'primary', 'ingress', titan({ roots })],
] as const;

interface Answer {
  readonly made: readonly { readonly objects: readonly ManifestObject[]; readonly destinations: Json }[];
  readonly services: { readonly [service: string]: string };
  readonly refused: readonly string[];
}

/** What Envoy Gateway's own code makes of what a cluster is given. */
function answered(input: string): Answer {
  const { stdout, stderr, status } = spawnSync(clusterTool('envoy-gateway'), {
    input,
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
  });
  expect([status, stderr]).toEqual([0, '']);
  return JSON.parse(stdout);
}

describe.each(entered)('Envoy Gateway, told of %s/%s', (_, cluster, name, fleet) => {
  const input = [...filesOf(fleet)]
    .filter(([path]) => path.includes(`/${cluster}/`) && path.endsWith('.yaml'))
    .map(([, text]) => `---\n${text}`)
    .join('');
  const { made, services, refused } = answered(input);
  const objects = objectsOf(fleet, cluster);
  const pods = envoyGatewayPods(find(objects, 'Gateway', name), find(objects, 'EnvoyProxy', name));
  const deployment = find(
    made.flatMap((gateway) => gateway.objects),
    'Deployment',
    name,
  );
  const template = at(deployment, 'spec.template') ?? null;
  const containers = [at(template, 'spec.containers') ?? []].flat();

  test('refuses nothing', () => {
    expect(refused).toEqual([]);
  });

  test('makes the pods that policies know', () => {
    expect(deployment.metadata.namespace).toBe(pods.namespace);
    expect(at(template, 'spec.serviceAccountName')).toBe(pods.serviceAccount);
    expect(at(template, 'metadata.labels')).toEqual(pods.labels);
    expect(at(deployment, 'spec.selector.matchLabels')).toEqual(pods.selector);
    const named = containers.flatMap((container) =>
      [at(container, 'ports') ?? []].flat().map((port) => at(port, 'containerPort')),
    );
    expect(named.map(Number).sort()).toEqual([...pods.named].sort());
    expect(at(template, 'metadata.annotations')).toMatchObject({ 'linkerd.io/inject': 'enabled' });
  });

  test('listens where policies admit the outside', () => {
    const service = find(
      made.flatMap((gateway) => gateway.objects),
      'Service',
      name,
    );
    const targets = [at(service, 'spec.ports') ?? []].flat().map((port) => Number(at(port, 'targetPort')));
    expect(targets.sort()).toEqual([...pods.listening].sort());
  });

  test('limits every container', () => {
    for (const container of containers)
      expect(Object.keys(Object(at(container, 'resources.limits'))).sort()).toEqual(['cpu', 'memory']);
  });

  test('makes pods that the profile of their namespace admits', async () => {
    const server = await ApiServer.start(cluster);
    try {
      const namespace = find(objects, 'Namespace', pods.namespace);
      expect(namespace.metadata.labels?.['pod-security.kubernetes.io/enforce']).toBe('restricted');
      const makes = made.flatMap((gateway) => gateway.objects);
      const account = makes.filter(({ kind }) => kind === 'ServiceAccount');
      await server.kubectl.apply(namespace, ...account);
      const admitted = podsOf([deployment]);
      expect(admitted).toHaveLength(1);
      expect(await objections(server.kubectl, admitted)).toEqual([]);
      expect(await objections(server.kubectl, admitted.map(onHostNetwork))).toEqual([
        expect.stringContaining('violates PodSecurity'),
      ]);
    } finally {
      await server.stop();
    }
  });

  test('sends to the addresses of Services', () => {
    const addresses = new Set(Object.values(services));
    const led = made.flatMap(({ destinations }) => Object.values(Object(destinations)).flat());
    expect(led).not.toEqual([]);
    for (const destination of led) expect(addresses).toContain(String(destination).split(':')[0]);
    const chosen = answered(input.replace('routingType: Service', 'routingType: Endpoint'));
    expect(chosen.refused.join()).toContain('no ready endpoints');
  });
});
