import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { InvalidInput } from '../../lib/diagnostic.js';
import { judgeSchemas } from '../../lib/judge/schema/validate.js';
import { parseManifests } from '../../lib/manifest/load.js';
import { knownReleases } from '../../lib/releases/known.js';
import { misfits } from '../../lib/releases/misfit.js';
import { addApplication } from '../../lib/write/application/add-application.js';
import { addObservability } from '../../lib/write/application/add-observability.js';
import { Cluster } from '../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../lib/write/fleet/cluster-props.js';
import type { GatewayApi, IstioMesh, LinkerdMesh } from '../../lib/write/fleet/mesh.js';
import type { ProjectReleases } from '../../lib/write/fleet/project-releases.js';
import { synthesizeFleet } from '../../lib/write/fleet/synthesize.js';
import type { EnvoyGatewayRelease } from '../../lib/write/linkerd/traffic/envoy-gateway.js';
import { Fleet } from '../../lib/write/platform/fleet.js';
import { aikernel } from '../../systems/aikernel.js';
import { erlmcp } from '../../systems/erlmcp.js';
import { fusionCore } from '../../systems/fusion-core.js';
import { natsMtls } from '../../systems/nats-mtls.js';
import { titan } from '../../systems/titan.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { network } from '../support/application.js';
import { EAST_WEST, everything, MESHES } from '../support/everything.js';

/** What is said of a cluster that has only an application. */
const LACKS = /, but no component installs its control plane, /;

/** The errors that the schemas of each cluster's own releases find in the files of a fleet, what they cannot judge, or the sentences that it is refused with. */
async function judged(fleet: Fleet): Promise<string[]> {
  const said: string[] = [];
  try {
    for (const { cluster, files, releases } of synthesizeFleet(fleet)) {
      const resources = files
        .filter(({ path }) => path.endsWith('.yaml'))
        .flatMap(({ path, text }) => parseManifests(text, path).resources);
      const outcomes = await judgeSchemas({ name: cluster, resources, releases }, { strictKinds: true });
      for (const outcome of outcomes.filter((each) => !('severity' in each) || each.severity === 'error'))
        said.push(`${fleet.name}/${cluster}: ${outcome.rule} ${outcome.resource?.object.kind} ${outcome.path}`);
    }
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const problems = error.message.split('\n').filter((sentence) => !LACKS.test(sentence));
    for (const sentence of problems) expect(sentence).toMatch(/^.+ is .+, expected .+\. .+$/);
    said.push(...problems.map(() => `${fleet.name}: refused`));
  }
  return [...new Set(said)];
}

interface Corner {
  readonly istio: readonly [IstioMesh['version'], kubernetes: string];
  readonly linkerd: readonly [LinkerdMesh['version'], kubernetes: string, gatewayApi: string];
  readonly envoyGateway: EnvoyGatewayRelease;
  readonly releases: ProjectReleases;
}

/** The release of cert-manager that still, or already, supports a release of Kubernetes. */
function certManager(kubernetes: string, end: 'oldest' | 'newest'): Pick<ProjectReleases, 'certManager'> {
  const fitting = knownReleases('cert-manager').filter(
    (release) => misfits({ kubernetes, 'cert-manager': release }).length === 0,
  );
  const release = end === 'oldest' ? fitting[0] : fitting.at(-1);
  return release === undefined ? {} : { certManager: release };
}

const OLDEST: ProjectReleases = {
  trustManager: '0.17',
  externalSecrets: '0.20',
  prometheusOperator: '0.85',
  argoCd: '3.4',
  flux: '2.7',
};

/** The shipped fleets, in clusters with other releases. */
function fleetsAt({ istio, linkerd, envoyGateway, releases }: Corner): readonly Fleet[] {
  const atCorner = (props: ClusterProps): ClusterProps => {
    const { mesh } = props;
    const kubernetesVersion = mesh?.kind === 'istio' ? istio[1] : linkerd[1];
    const oldest = releases === OLDEST ? certManager(kubernetesVersion, 'oldest') : {};
    const changed = { ...props, kubernetesVersion, releases: { ...releases, ...oldest } };
    if (mesh?.kind === 'istio') return { ...changed, mesh: { ...mesh, version: istio[0] } };
    if (mesh?.kind !== 'linkerd') return changed;
    const gatewayApi = mesh.gatewayApi && { gatewayApi: { ...mesh.gatewayApi, release: linkerd[2] } };
    return { ...changed, mesh: { ...mesh, version: linkerd[0], ...gatewayApi } };
  };
  const addCluster = Fleet.prototype.addCluster;
  const spy = vi.spyOn(Fleet.prototype, 'addCluster').mockImplementation(function (this: Fleet, name, props) {
    return addCluster.call(this, name, atCorner(props));
  });
  const inputs = { roots: [SHIPPED_ROOT], gatewayClass: { kind: 'envoy-gateway', release: envoyGateway } } as const;
  try {
    return [
      natsMtls({ roots: inputs.roots, secrets: { kind: 'external-secrets', storeName: 'vault' } }),
      erlmcp(inputs),
      aikernel({ roots: inputs.roots }),
      fusionCore(inputs),
      titan(inputs),
    ];
  } finally {
    spy.mockRestore();
  }
}

describe('the shipped fleets', () => {
  test.each<[string, Corner, string[]]>([
    [
      'the oldest releases that go together',
      {
        istio: ['1.30', '1.32'],
        linkerd: ['2.20', '1.31', '1.3.0'],
        envoyGateway: '1.5',
        releases: OLDEST,
      },
      [],
    ],
    [
      'the newest releases that go together',
      { istio: ['1.32', '1.37'], linkerd: ['2.20', '1.35', '1.5.1'], envoyGateway: '1.8', releases: {} },
      [],
    ],
    [
      'Linkerd 2.19, which reads the Gateway API of no Envoy Gateway that can name pods after their Gateway',
      {
        istio: ['1.31', '1.36'],
        linkerd: ['2.19', '1.29', '1.2.1'],
        envoyGateway: '1.5',
        releases: OLDEST,
      },
      ['erlmcp: refused', 'fusion-core: refused', 'titan: refused'],
    ],
    [
      'releases that do not go together',
      { istio: ['1.32', '1.29'], linkerd: ['2.20', '1.37', '1.6.0'], envoyGateway: '1.8', releases: {} },
      ['nats-mtls: refused', 'erlmcp: refused', 'aikernel: refused', 'fusion-core: refused', 'titan: refused'],
    ],
  ])('are valid by the schemas of %s, or refused', async (_, corner, expected) => {
    const said: string[] = [];
    for (const fleet of fleetsAt(corner)) said.push(...(await judged(fleet)));
    expect(said).toEqual(expected);
  });
});

const known = (project: string) => fc.constantFrom(...knownReleases(project));

/** An application with nearly all intents, in a cluster with any releases. */
const clusters = fc
  .record({
    kubernetesVersion: known('kubernetes'),
    mesh: fc.oneof(
      fc
        .constantFrom<IstioMesh['version']>('1.30', '1.31', '1.32')
        .map((version): IstioMesh => ({ ...MESHES[0], version })),
      fc
        .record({
          version: fc.constantFrom<LinkerdMesh['version']>('2.19', '2.20'),
          release: fc.constantFrom('1.1.1', '1.2.1', '1.3.0', '1.4.1', '1.5.1', '1.6.0'),
          channel: fc.constantFrom<NonNullable<GatewayApi['channel']>>('standard', 'experimental'),
        })
        .map(
          ({ version, release, channel }): LinkerdMesh => ({
            ...MESHES[1],
            version,
            gatewayApi: { release, channel },
          }),
        ),
    ),
    releases: fc.record(
      {
        certManager: known('cert-manager'),
        trustManager: known('trust-manager'),
        prometheusOperator: known('prometheus-operator'),
        externalSecrets: known('external-secrets'),
      },
      { requiredKeys: [] },
    ),
  })
  .map((props): ClusterProps => ({ ...network, eastWest: EAST_WEST, ...props }));

test('an application with all intents is valid by the schemas of any releases, or refused in sentences', async () => {
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(clusters, async (props) => {
      const fleet = new Fleet('shop');
      const cluster = fleet.addCluster('east', props);
      const { application, options, watched } = everything(cluster);
      addApplication(cluster, application, options);
      addObservability(cluster, application, watched);
      const said = await judged(fleet);
      expect(said.filter((outcome) => outcome !== 'shop: refused')).toEqual([]);
      // What does not go together is never built.
      if (new Cluster('east', props).problems.length > 0) expect(said).toEqual(['shop: refused']);
      outcomes.add(said.join());
    }),
    // Releases that go together are rare: these are the ends of what the two meshes support.
    {
      numRuns: 12,
      examples: [
        ['1.32', { ...MESHES[0], version: '1.30' }],
        ['1.37', { ...MESHES[0], version: '1.32' }],
        ['1.29', { ...MESHES[1], version: '2.19', gatewayApi: { release: '1.2.1', channel: 'experimental' } }],
        ['1.35', { ...MESHES[1], version: '2.20', gatewayApi: { release: '1.5.1', channel: 'experimental' } }],
        ['1.35', { ...MESHES[1], version: '2.20', gatewayApi: { release: '1.5.1', channel: 'standard' } }],
      ].map(([kubernetesVersion, mesh]): [ClusterProps] => [
        { ...network, eastWest: EAST_WEST, kubernetesVersion, mesh } as ClusterProps,
      ]),
    },
  );
  expect([...outcomes].sort()).toEqual(['', 'shop: refused']);
});
