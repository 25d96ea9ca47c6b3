import { expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { installsOf, rootNamespaceOf, trustDomainsOf } from '../../../../lib/judge/model/istio/mesh-config.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { meshConfig } from './security-objects.js';

const of = (yaml: string) => new ClusterIndex(clusterFrom(yaml));
const brief = (yaml: string) =>
  installsOf(of(yaml)).map(({ namespace, revision, meshConfig: config }) => ({
    namespace,
    revision,
    config: config.value,
    path: config.at('enableAutoMtls').path,
  }));

test('nothing is known where no control plane is among the files', () => {
  const cluster = of(meshConfig('{}', 'other'));
  expect(installsOf(cluster)).toEqual([]);
  expect(rootNamespaceOf(cluster)).toBe('istio-system');
  expect(trustDomainsOf(cluster)).toBeUndefined();
});

test('reads the ConfigMap of a revision', () =>
  expect(brief(meshConfig('{ enableAutoMtls: false }', 'istio-1-31', 'mesh'))).toEqual([
    { namespace: 'mesh', revision: '1-31', config: { enableAutoMtls: false }, path: 'data.mesh' },
  ]));

test('ignores a ConfigMap that is no YAML', () => expect(brief(meshConfig('{ [', 'istio'))).toEqual([]));

test('reads what the Sail operator is given', () =>
  expect(
    brief(`
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.30.3, namespace: mesh, values: { meshConfig: { enableAutoMtls: false } } }
`),
  ).toEqual([
    {
      namespace: 'mesh',
      revision: 'default',
      config: { enableAutoMtls: false },
      path: 'spec.values.meshConfig.enableAutoMtls',
    },
  ]));

test('reads an IstioOperator, and its values where it has no field of its own', () => {
  const operator = (spec: string) => `
apiVersion: install.istio.io/v1alpha1
kind: IstioOperator
metadata: { name: mesh, namespace: istio-system }
spec: ${spec}
`;
  expect(brief(operator('{ revision: canary, meshConfig: { enableAutoMtls: false } }'))).toEqual([
    {
      namespace: 'istio-system',
      revision: 'canary',
      config: { enableAutoMtls: false },
      path: 'spec.meshConfig.enableAutoMtls',
    },
  ]);
  expect(brief(operator('{ values: { meshConfig: { enableAutoMtls: false } } }'))).toEqual([
    {
      namespace: 'istio-system',
      revision: 'default',
      config: { enableAutoMtls: false },
      path: 'spec.values.meshConfig.enableAutoMtls',
    },
  ]);
});

test('the trust domains are the own one and its aliases', () => {
  expect(trustDomainsOf(of(meshConfig()))).toEqual(['cluster.local']);
  expect(trustDomainsOf(of(meshConfig('{ trustDomain: a.example, trustDomainAliases: [b.example] }')))).toEqual([
    'a.example',
    'b.example',
  ]);
});

test('the values of a ConfigMap are beside it', () => {
  const injector = `
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data: { values: '{ "global": { "hub": "example.org/istio" } }' }
`;
  expect(installsOf(of(meshConfig() + injector)).map(({ values }) => values.value)).toEqual([
    { global: { hub: 'example.org/istio' } },
  ]);
});
