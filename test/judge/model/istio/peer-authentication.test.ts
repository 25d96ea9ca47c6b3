import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { mtlsOf } from '../../../../lib/judge/model/istio/peer-authentication.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { deployment, meshConfig, peers } from './security-objects.js';

const web = 'selector: { matchLabels: { app: web } }';

/** The mode at port 8080, and the namespace and name of what decided it. */
function decided(yaml: string, port: number | undefined = 8080, ns = 'apps'): string {
  const cluster = new ClusterIndex(clusterFrom(yaml + deployment({ namespace: ns })));
  const [pod] = cluster.podsIn(ns);
  if (pod === undefined) throw new Error('the case has no pod');
  const { mode, decidedBy } = mtlsOf(pod, port, cluster);
  const by = decidedBy?.resource.object.metadata;
  return `${mode} ${by === undefined ? '-' : `${by.namespace}/${by.name}`}`;
}

test.each([
  ['nothing is PERMISSIVE', '', 'PERMISSIVE -'],
  ['the mesh', peers('{ mtls: { mode: STRICT } }', 'default', 'istio-system'), 'STRICT istio-system/default'],
  [
    'the namespace before the mesh',
    peers('{ mtls: { mode: STRICT } }', 'm', 'istio-system') + peers('{ mtls: { mode: DISABLE } }', 'all'),
    'DISABLE apps/all',
  ],
  [
    'the workload before the namespace',
    peers('{ mtls: { mode: PERMISSIVE } }', 'all') + peers(`{ ${web}, mtls: { mode: STRICT } }`, 'w'),
    'STRICT apps/w',
  ],
  [
    'a workload that is UNSET inherits',
    peers('{ mtls: { mode: STRICT } }', 'all') + peers(`{ ${web}, mtls: { mode: UNSET } }`, 'w'),
    'STRICT apps/all',
  ],
  [
    'a namespace without mtls inherits',
    peers('{ mtls: { mode: STRICT } }', 'm', 'istio-system') + peers('{}', 'all'),
    'STRICT istio-system/m',
  ],
  [
    'another workload says nothing',
    peers('{ selector: { matchLabels: { app: db } }, mtls: { mode: STRICT } }', 'w'),
    'PERMISSIVE -',
  ],
  [
    'a selector in the root namespace is passed over',
    peers(`{ ${web}, mtls: { mode: STRICT } }`, 'w', 'istio-system'),
    'PERMISSIVE -',
  ],
  [
    'an empty selector is none',
    peers('{ selector: { matchLabels: {} }, mtls: { mode: STRICT } }', 'all'),
    'STRICT apps/all',
  ],
  [
    'of two the first by name',
    peers('{ mtls: { mode: STRICT } }', 'b') + peers('{ mtls: { mode: DISABLE } }', 'a'),
    'DISABLE apps/a',
  ],
  [
    'of two the older',
    peers('{ mtls: { mode: STRICT } }', 'b', 'apps', ', creationTimestamp: "2024-01-01T00:00:00Z"') +
      peers('{ mtls: { mode: DISABLE } }', 'a', 'apps', ', creationTimestamp: "2025-01-01T00:00:00Z"'),
    'STRICT apps/b',
  ],
  [
    'the port before all',
    peers('{ mtls: { mode: STRICT } }', 'all') + peers(`{ ${web}, portLevelMtls: { 8080: { mode: DISABLE } } }`, 'w'),
    'DISABLE apps/w',
  ],
  [
    'a port that is UNSET inherits',
    peers('{ mtls: { mode: STRICT } }', 'all') + peers(`{ ${web}, portLevelMtls: { 8080: { mode: UNSET } } }`, 'w'),
    'STRICT apps/all',
  ],
  [
    'another port says nothing',
    peers('{ mtls: { mode: STRICT } }', 'all') + peers(`{ ${web}, portLevelMtls: { 80: { mode: DISABLE } } }`, 'w'),
    'STRICT apps/all',
  ],
  [
    'the root namespace that the mesh configuration names',
    meshConfig('{ rootNamespace: policies }') + peers('{ mtls: { mode: STRICT } }', 'm', 'policies'),
    'STRICT policies/m',
  ],
])('%s', (_, yaml, expected) => expect(decided(yaml)).toBe(expected));

test('the workload as a whole has no port of its own', () => {
  const yaml = peers(`{ ${web}, mtls: { mode: STRICT }, portLevelMtls: { 8080: { mode: DISABLE } } }`, 'w');
  expect(decided(yaml, 9090)).toBe('STRICT apps/w');
});

test('pods of the root namespace follow the mesh', () =>
  expect(decided(peers('{ mtls: { mode: STRICT } }', 'm', 'istio-system'), 8080, 'istio-system')).toBe(
    'STRICT istio-system/m',
  ));
