import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { METHODS } from '../../lib/write/workload/intents/caller.js';
import { erlmcp } from '../../systems/erlmcp.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { type Admits, admissionsOf, indexOf, istioAdmits, linkerdAdmits } from '../support/admissions.js';
import { objectsOf } from '../support/synth.js';

/**
 * What is left out of the comparison, as it differs by the nature of the meshes: ports of the proxies themselves, the pods of the
 * gateway, which Linkerd leaves to a class, what the kubelet asks, which is no workload, and the tokens of end users, which
 * Linkerd leaves to the workload.
 */
const QUESTIONS = {
  callers: [
    'erlmcp/erlmcp',
    'erlmcp/postgresql',
    'ingress/ingress',
    'monitoring/prometheus',
    'observability/jaeger',
    'default/default',
    'erlmcp/default',
  ],
  methods: METHODS,
  paths: ['/', '/ready', '/health', '/metrics', '/metrics/x', '/v1/tools'],
  ports: {
    erlmcp: { 8080: 'http', 9090: 'http', 4369: 'tcp', 9100: 'tcp', 1234: 'tcp' },
    postgresql: { 5432: 'tcp', 1234: 'tcp' },
  },
} as const;

const objects = (cluster: 'istio' | 'linkerd') => objectsOf(erlmcp({ roots: [SHIPPED_ROOT] }), cluster);
const among = (all: readonly ManifestObject[], admits: Admits) =>
  admissionsOf(indexOf(all), admits, 'erlmcp', QUESTIONS);
const relation = (cluster: 'istio' | 'linkerd', admits: Admits) => among(objects(cluster), admits);

describe('erlmcp on two meshes', () => {
  const istio = relation('istio', istioAdmits);

  test('admits the same requests of the same callers on both', () => {
    expect(relation('linkerd', linkerdAdmits)).toEqual(istio);
  });

  test.each(
    objects('linkerd')
      .filter(({ kind, metadata }) => kind === 'AuthorizationPolicy' && metadata.namespace === 'erlmcp')
      .filter(({ metadata }) => !metadata.name.includes('proxy-metrics') && !metadata.name.endsWith('.kubelet'))
      .map(({ metadata }) => metadata.name),
  )('differs without policy %s of one of the two', (name) => {
    const rest = objects('linkerd').filter(
      ({ kind, metadata }) => kind !== 'AuthorizationPolicy' || metadata.name !== name,
    );
    expect(among(rest, linkerdAdmits)).not.toEqual(istio);
  });

  test('admits what the intents say, and no more', () => {
    const versions = ['erlmcp-v3-0', 'erlmcp-v3-1'];
    const everything = METHODS.flatMap((method) => QUESTIONS.paths.map((path) => `${method} ${path}`));
    const expected = versions.flatMap((version) => [
      ...['erlmcp/erlmcp', 'ingress/ingress'].flatMap((caller) =>
        everything.map((request) => `${caller} → ${version}:8080 ${request}`),
      ),
      `erlmcp/erlmcp → ${version}:4369`,
      `erlmcp/erlmcp → ${version}:9100`,
      `monitoring/prometheus → ${version}:9090 GET /metrics`,
    ]);
    expect(istio).toEqual([...expected, 'erlmcp/erlmcp → postgresql:5432'].sort());
  });
});
