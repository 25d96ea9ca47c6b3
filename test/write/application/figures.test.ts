import { Duration } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { addApplication } from '../../../lib/write/application/add-application.js';
import type { EastWest } from '../../../lib/write/fleet/east-west.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import type { Retries } from '../../../lib/write/workload/intents/resilience.js';
import { network, ordersService, web, webService } from '../../support/application.js';
import { delta, filesOf, objectsOf } from '../../support/synth.js';

const MESHES: { readonly [kind: string]: Mesh } = {
  istio: { kind: 'istio', version: '1.31', cni: true, network: 'east', meshId: 'shop' },
  linkerd: { kind: 'linkerd', version: '2.20', cni: true },
};

interface Figures {
  readonly retries?: Partial<Retries>;
  readonly timeout?: number;
  readonly more?: Partial<Application>;
  readonly eastWest?: EastWest;
}

const NODES: EastWest = { kind: 'NodePort', nodePort: 31_443 };
const RETRIES: Retries = { attempts: 1, perTryTimeout: Duration.seconds(3), on: ['gateway-error'] };

/** Orders that are only read, and two clusters that take over for each other where the mesh can. */
function fleetOf(mesh: Mesh, { retries, timeout = 5, more, eastWest = NODES }: Figures = {}): Fleet {
  const west = new Fleet('west').addCluster('west', {
    ...network,
    nodeAddresses: ['198.51.100.1'],
    eastWest,
  });
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('east', { ...network, mesh, eastWest: NODES });
  const { ingress: _, ...called } = webService;
  const application: Application = {
    name: 'shop',
    cluster,
    profile: 'production',
    services: [
      called,
      {
        ...ordersService,
        callers: [{ from: web, port: 'http', methods: ['GET'] }],
        timeout: Duration.seconds(timeout),
        retries: { ...RETRIES, ...retries },
      },
    ],
    federation: {
      gateway: { kind: 'gateway', name: 'east-west', namespace: 'east-west', direction: 'east-west' },
      clusters: [west],
    },
    ...more,
  };
  addApplication(cluster, application, { fallbacks: { federation: 'dropped' } });
  return fleet;
}

/** A line of YAML that became another. */
const turned = (field: string, before: string, after: string) => [`- ${field}: ${before}`, `+ ${field}: ${after}`];

describe.each<[string, Figures, string[][], string[][]]>([
  [
    'attempts',
    { retries: { attempts: 2, perTryTimeout: Duration.seconds(2) } },
    [turned('attempts', '1', '2'), turned('perTryTimeout', '3s', '2s')],
    [turned('retry.linkerd.io/limit', "'1'", "'2'"), turned('retry.linkerd.io/timeout', '3s', '2s')],
  ],
  [
    'perTryTimeout',
    { retries: { perTryTimeout: Duration.seconds(4) } },
    [turned('perTryTimeout', '3s', '4s')],
    [turned('retry.linkerd.io/timeout', '3s', '4s')],
  ],
  ['timeout', { timeout: 6 }, [turned('timeout', '5s', '6s')], [turned('timeout.linkerd.io/request', '5s', '6s')]],
  [
    'on',
    { retries: { on: ['server-error'] } },
    [turned('retryOn', 'gateway-error', '5xx')],
    [turned('retry.linkerd.io/http', 'gateway-error', '5xx')],
  ],
  [
    'timeout, which is accepted,',
    { timeout: 9, retries: { accepts: { unreachableTimeout: 'It is stated.' } } },
    [turned('timeout', '5s', '9s')],
    [turned('timeout.linkerd.io/request', '5s', '9s')],
  ],
  ['maxTriesPerRequest', { more: { maxTriesPerRequest: 2 } }, [], []],
  [
    'eastWest of another cluster',
    { eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28'] } },
    [turned('- port', '31443', '15443'), turned('cidr', '198.51.100.1/32', '203.0.113.0/28')],
    [],
  ],
])('another figure of %s', (_, figures, istio, linkerd) => {
  test.each([
    ['istio', istio],
    ['linkerd', linkerd],
  ])('changes what says it to %s, and the name of nothing', (kind, lines) => {
    const mesh = MESHES[kind];
    if (mesh === undefined) throw new Error(`no mesh ${kind}`);
    const [before, after] = [fleetOf(mesh), fleetOf(mesh, figures)];
    expect(names(after)).toEqual(names(before));
    const changed = delta(filesOf(before), filesOf(after)).map((line) => line.replace(/^(.) \S+: /, '$1 '));
    expect(changed.sort()).toEqual(lines.flat().sort());
  });
});

function names(fleet: Fleet): string[] {
  return objectsOf(fleet, 'east').map(
    ({ apiVersion, kind, metadata }) => `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
  );
}
