import { describe, expect, test } from 'vitest';
import { at } from '../../../support/synth.js';
import { effect, objectsWith } from './control-plane.js';

describe('labels and annotations of the control plane', () => {
  test('of all objects are joined by those that all are to bear', () => {
    const commonLabels = { team: 'platform' };
    const bare = objectsWith({ values: { commonLabels } })
      .filter(({ metadata }) => metadata.labels?.['team'] !== 'platform')
      .map(({ kind, metadata }) => `${kind} ${metadata.name}`);
    expect(bare.filter((name) => !name.startsWith('CustomResourceDefinition '))).toEqual(['Namespace linkerd']);
    expect(
      effect({ values: { commonLabels } }).every((line) => line.endsWith('metadata.labels.team: + platform')),
    ).toBe(true);
  });

  test('of pods are joined by those that pods are to bear', () => {
    expect(effect({ values: { podLabels: { team: 'platform' }, podAnnotations: { note: 'a' } } })).toEqual([
      'all: spec.template.metadata.annotations.note: + a',
      'all: spec.template.metadata.labels.team: + platform',
    ]);
    expect(effect({ values: { identity: { podAnnotations: { note: 'b' } } } })).toEqual([
      'identity: spec.template.metadata.annotations.note: + b',
    ]);
    expect(effect({ values: { destinationController: { podAnnotations: { note: 'b' } } } })).toEqual([
      'destination: spec.template.metadata.annotations.note: + b',
    ]);
    expect(effect({ values: { proxyInjector: { podAnnotations: { note: 'b' } } } })).toEqual([
      'proxy-injector: spec.template.metadata.annotations.note: + b',
    ]);
  });

  test('that find objects and select pods cannot be changed', () => {
    const taken = {
      'linkerd.io/control-plane-component': 'mine',
      'linkerd.io/control-plane-ns': 'mine',
      'linkerd.io/proxy-deployment': 'mine',
    };
    const changed = effect({ values: { commonLabels: taken, podLabels: taken } });
    expect(
      changed.filter((line) => /^(all: spec|Service|NetworkPolicy)/.test(line) && !line.includes('proxy-deployment')),
    ).toEqual([]);
    expect(changed.filter((line) => line.includes('control-plane-ns'))).toEqual([]);
    const cni = { commonLabels: { 'linkerd.io/cni-resource': 'no' }, podLabels: { 'k8s-app': 'no' } };
    expect(effect({ cni, withCni: true }, { withCni: true })).toEqual([]);
  });

  test('of pods let no default of the cluster lock the control plane out', () => {
    const podAnnotations = { 'config.linkerd.io/default-inbound-policy': 'deny' };
    const policies = objectsWith({ values: { podAnnotations } })
      .filter(({ kind }) => kind === 'Deployment')
      .map((object) => {
        const annotations = at(object, 'spec.template.metadata.annotations') ?? {};
        return Object.entries(annotations).find(([key]) => key.endsWith('default-inbound-policy'))?.[1];
      });
    expect(policies).toEqual(Array(3).fill('all-unauthenticated'));
  });
});
