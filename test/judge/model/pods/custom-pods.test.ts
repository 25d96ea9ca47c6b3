import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { evaluateCluster } from '../../../../lib/judge/policy/engine.js';
import privileged from '../../../../lib/judge/policy/rules/pod/privileged-mode-is-off.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const container = '{ name: a, image: registry.example.com/a:1, securityContext: { privileged: true } }';
const template = `{ metadata: { labels: { app: a } }, spec: { containers: [${container}] } }`;
const object = (apiVersion: string, kind: string, spec: string) =>
  `{ apiVersion: ${apiVersion}, kind: ${kind}, metadata: { name: a, namespace: shop }, spec: ${spec} }`;

const paths = (text: string) => evaluateCluster([privileged], clusterFrom(text)).findings.map(({ path }) => path);
const podsOf = (text: string) => new ClusterIndex(clusterFrom(text)).pods;

describe('pod templates of other projects', () => {
  test.each([
    ['argoproj.io/v1alpha1', 'Rollout', `{ template: ${template} }`, ['spec.template.spec']],
    ['apps.openshift.io/v1', 'DeploymentConfig', `{ template: ${template} }`, ['spec.template.spec']],
    ['serving.knative.dev/v1', 'Service', `{ template: ${template} }`, ['spec.template.spec']],
    [
      'keda.sh/v1alpha1',
      'ScaledJob',
      `{ jobTargetRef: { template: ${template} } }`,
      ['spec.jobTargetRef.template.spec'],
    ],
    [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      `{ replicatedJobs: [{ template: { spec: { template: ${template} } } }, { template: { spec: { template: ${template} } } }] }`,
      ['spec.replicatedJobs[0].template.spec.template.spec', 'spec.replicatedJobs[1].template.spec.template.spec'],
    ],
  ])('are judged by the rules for pods: %s %s', (apiVersion, kind, spec, expected) => {
    expect(paths(object(apiVersion, kind, spec))).toEqual(
      expected.map((path) => `${path}.containers[0].securityContext.privileged`),
    );
  });

  test.each([
    [
      'a policy that compares',
      'kyverno.io/v1',
      `{ rules: [{ validate: { pattern: { spec: { template: ${template} } } } }] }`,
    ],
    [
      'a policy that changes',
      'kyverno.io/v1',
      `{ mutate: { patchStrategicMerge: { spec: { template: ${template} } } } }`,
    ],
    ['a template of something else', 'argoproj.io/v1alpha1', '{ template: { spec: { source: { path: a } } } }'],
    [
      'containers that a tool fills in',
      'example.com/v1',
      '{ template: { spec: { containers: [{ name: a, image: "{{image}}" }] } } }',
    ],
    ['no containers', 'example.com/v1', '{ template: { spec: { containers: [] } } }'],
    ['a kind of Kubernetes', 'apps/v1', `{ other: { template: ${template} } }`],
    ['a group of Kubernetes', 'scheduling.k8s.io/v1', `{ other: { template: ${template} } }`],
  ])('are not seen in %s', (_name, apiVersion, spec) => {
    expect(podsOf(object(apiVersion, 'Thing', spec))).toEqual([]);
  });

  test('have the labels, namespace, replicas and end that their object gives them', () => {
    const spec = `{ replicas: 3, template: ${template.replace('spec: {', 'spec: { restartPolicy: Never,')} }`;
    const [pod] = podsOf(object('argoproj.io/v1alpha1', 'Rollout', spec));
    expect(pod).toMatchObject({ labels: { app: 'a' }, namespace: 'shop', replicas: 3, runsToCompletion: true });
    const [unknown] = podsOf(object('argoproj.io/v1alpha1', 'Rollout', `{ template: ${template} }`));
    expect(unknown).toMatchObject({ replicas: undefined, runsToCompletion: false });
  });
});
