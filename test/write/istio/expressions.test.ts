import { describe, expect, test } from 'vitest';
import { istio } from '../../../lib/write/application/istio.js';
import type { Mesh } from '../../../lib/write/fleet/mesh.js';
import { ISTIO_EXPRESSIONS } from '../../../lib/write/istio/expressions.js';
import { IstioMeshPolicy } from '../../../lib/write/istio/policy/istio-mesh-policy.js';
import { checkIstioIntents } from '../../../lib/write/istio/traffic/check-istio.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Application } from '../../../lib/write/workload/intents/application.js';
import { INTENTS, type Intent } from '../../../lib/write/workload/intents/expression.js';
import { resolve } from '../../../lib/write/workload/intents/resolve.js';
import { network } from '../../support/application.js';
import { EXAMPLES } from '../../support/intent-examples.js';
import { gateway } from '../../support/linkerd-application.js';
import { objectsOf } from '../../support/synth.js';

const MESH: Mesh = { kind: 'istio', version: '1.31', cni: true, network: 'hub', meshId: 'shop' };

/** The example of an intent in a cluster with Istio, where hosts outside are reached through a gateway alone. */
function exampleOf(intent: Intent) {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    ...network,
    mesh: MESH,
    eastWest: { kind: 'LoadBalancer', cidrs: ['203.0.113.0/28'] },
  });
  const example = EXAMPLES[intent];
  const leaves = example.services.some(({ egress = [] }) => egress.length > 0);
  const application: Application = {
    ...example,
    cluster,
    ...(leaves && { egressGateway: { ...gateway, name: 'exit', namespace: 'exit', direction: 'egress' } }),
    ...(example.federation && { federation: { ...example.federation, clusters: [cluster] } }),
  };
  const { tracing } = application;
  cluster.add('mesh', (chart) => {
    new IstioMeshPolicy(chart, 'policy', { cluster, ...(tracing && { tracing }) });
  });
  return { fleet, cluster, application: resolve(application) };
}

/** Kinds of objects by their names. */
const KINDS = /\b(?:[A-Z][a-z]+){1,3}\b/g;

describe('ISTIO_EXPRESSIONS', () => {
  test.each(INTENTS)('%s is expressed, and not refused', (intent) => {
    expect(ISTIO_EXPRESSIONS[intent]).toHaveProperty('by');
    expect(checkIstioIntents(exampleOf(intent).application)).toEqual([]);
  });

  test.each(INTENTS)('%s becomes the kinds that are named', (intent) => {
    const { fleet, cluster, application } = exampleOf(intent);
    istio.express(application, {}).addTo(cluster);
    const made = new Set(objectsOf(fleet, 'hub').map(({ kind }) => kind));
    const expression = ISTIO_EXPRESSIONS[intent];
    const named = ('by' in expression ? expression.by : '').match(KINDS)?.filter((word) => word !== 'GET') ?? [];
    expect(named).not.toEqual([]);
    expect(named.filter((kind) => !made.has(kind))).toEqual([]);
  });
});
