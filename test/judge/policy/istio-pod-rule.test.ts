import { expect, test } from 'vitest';
import { evaluateCluster } from '../../../lib/judge/policy/engine.js';
import { istioPodRule } from '../../../lib/judge/policy/istio-pod-rule.js';
import { clusterFrom } from '../../support/rule-tester.js';

const pod = (name: string, namespace: string, spec = '') => `
---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, namespace: ${namespace} }
spec: { ${spec}containers: [{ name: web }] }
`;
const namespace = (name: string, label: string) => `
---
apiVersion: v1
kind: Namespace
metadata: { name: ${name}, labels: { ${label} } }
`;
const SIDECARS = namespace('sidecars', 'istio-injection: enabled') + pod('a', 'sidecars');
const AMBIENT = namespace('ambient', 'istio.io/dataplane-mode: ambient') + pod('b', 'ambient');
const OUTSIDE = namespace('outside', 'team: web') + pod('c', 'outside');
const UNKNOWN = pod('d', 'unknown') + pod('e', 'unknown', 'hostNetwork: true, ');

/** The pods that a rule reports on, and the reasons that it gives for others. */
function judged(yaml: string, proxy: 'sidecar' | 'any', unless = (_: string) => false): readonly string[] {
  const rule = istioPodRule({
    ...{ id: 'istio/t', severity: 'error', summary: '', rationale: '', source: '', passes: '', fails: '' },
    ...{ appliesTo: ['Pod'], proxy, unless: ({ resource }) => unless(resource.object.metadata.name) },
    *check({ metadata }) {
      yield metadata.at('name').violation({ expected: 'another name', fix: 'Rename it.' });
    },
  });
  const { findings, undecided } = evaluateCluster([rule], clusterFrom(yaml));
  return [...findings.map(({ got }) => got), ...undecided.map(({ reason }) => reason)];
}

const WITHOUT_NAMESPACE = 'Namespace unknown is not among the files';

test('judges the pods of sidecars, of ambient too where asked, and none outside the mesh', () => {
  expect(judged(SIDECARS + AMBIENT + OUTSIDE, 'sidecar')).toEqual(['a']);
  expect(judged(SIDECARS + AMBIENT + OUTSIDE, 'any')).toEqual(['a', 'b']);
  expect(judged(SIDECARS + AMBIENT + OUTSIDE, 'any', (name) => name === 'a')).toEqual(['b']);
});

test('does not judge pods whose Namespace is not among the files, unless they share the network of the node', () =>
  expect(judged(SIDECARS + UNKNOWN, 'sidecar')).toEqual(['a', WITHOUT_NAMESPACE]));

test('ignores pods if nothing shows that the cluster runs Istio', () => expect(judged(UNKNOWN, 'any')).toEqual([]));
