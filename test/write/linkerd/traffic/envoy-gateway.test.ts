import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { evaluateCluster } from '../../../../lib/judge/policy/engine.js';
import { configExample, controllerExample } from '../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import gatewayApiIsSupported from '../../../../lib/judge/policy/rules/linkerd-control-plane/gateway-api-is-supported.js';
import { parseManifests } from '../../../../lib/manifest/load.js';
import {
  ENVOY_GATEWAY_GATEWAY_API,
  ENVOY_GATEWAY_KUBERNETES,
  LINKERD_GATEWAY_API,
} from '../../../../lib/releases/compatibility.js';
import { knownReleases } from '../../../../lib/releases/known.js';
import { misfits } from '../../../../lib/releases/misfit.js';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import {
  DEFAULT_ENVOY_GATEWAY,
  ENVOY_GATEWAY_RELEASES,
  envoyGatewaysFor,
} from '../../../../lib/write/linkerd/traffic/envoy-gateway.js';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/linkerd-gateway.md'), 'utf8');

/** Cells of the rows that begin with one of these. */
const rows = (first: readonly string[]) =>
  page
    .split('\n')
    .map((line) => line.split('|').map((cell) => cell.trim()))
    .filter(([, cell]) => cell !== undefined && first.includes(cell))
    .map((cells) => cells.slice(1, -1));

const clusterWith = (version: '2.19' | '2.20', kubernetesVersion: string) =>
  new Cluster('hub', {
    kubernetesVersion,
    mesh: { kind: 'linkerd', version },
    nodeAddresses: ['192.0.2.10'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });

/** Release lines that fit a release of Linkerd on some Kubernetes that this supports. */
function fitting(version: '2.19' | '2.20'): readonly string[] {
  const supported = knownReleases('kubernetes').filter(
    (kubernetes) => misfits({ linkerd: version, kubernetes }).length === 0,
  );
  return [...new Set(supported.flatMap((kubernetes) => envoyGatewaysFor(clusterWith(version, kubernetes))))].sort();
}

describe('the releases of Envoy Gateway', () => {
  test('are on the page as they are held against each other', () => {
    expect(rows(ENVOY_GATEWAY_RELEASES).map((cells) => cells.slice(0, 3))).toEqual(
      ENVOY_GATEWAY_RELEASES.map((release) => [
        release,
        ENVOY_GATEWAY_GATEWAY_API[release][0],
        ENVOY_GATEWAY_KUBERNETES[release].join(' to '),
      ]),
    );
    expect(rows(['2.19', '2.20'])).toEqual([
      ['2.20', LINKERD_GATEWAY_API['2.20'].join(' to '), fitting('2.20').join(', ')],
      ['2.19', LINKERD_GATEWAY_API['2.19'].join(' to '), fitting('2.19').join(', ') || 'none'],
    ]);
  });

  test('have the newest that any Linkerd reads for a default', () => {
    expect(fitting('2.20').at(-1)).toBe(DEFAULT_ENVOY_GATEWAY);
  });

  test.each([
    ['2.20', '1.35', ['1.7', '1.8']],
    ['2.20', '1.33', ['1.5', '1.6', '1.7', '1.8']],
    ['2.20', '1.31', ['1.5', '1.6']],
    ['2.19', '1.33', []],
  ] as const)('that fit Linkerd %s on Kubernetes %s are %j', (version, kubernetes, releases) => {
    expect(envoyGatewaysFor(clusterWith(version, kubernetes))).toEqual(releases);
  });
});

const controlPlaneWith = (
  linkerd: string,
  gatewayApi: string,
) => `${controllerExample()}${configExample(`linkerdVersion: ${linkerd}`)}---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: httproutes.gateway.networking.k8s.io, annotations: { gateway.networking.k8s.io/bundle-version: v${gatewayApi} } }
spec: { group: gateway.networking.k8s.io }
`;

test('what Linkerd reads of the Gateway API is what the rule says', () => {
  for (const [version, edge] of [
    ['2.19', 'edge-25.10.7'],
    ['2.20', 'edge-26.6.3'],
  ] as const) {
    const [oldest, newest] = LINKERD_GATEWAY_API[version];
    const found = (release: string) => {
      const resources = parseManifests(controlPlaneWith(edge, release), 'cluster.yaml').resources;
      return evaluateCluster([gatewayApiIsSupported], { name: 'hub', resources }).findings.length;
    };
    expect([oldest, newest, '1.0.9', '1.9.0'].map(found)).toEqual([0, 0, 1, 1]);
  }
});
