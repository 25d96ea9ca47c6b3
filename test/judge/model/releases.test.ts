import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../lib/judge/model/cluster-index.js';
import { kubernetesMinorOf, linkerdReleaseOf } from '../../../lib/judge/model/releases.js';
import { configExample, controllerExample } from '../../../lib/judge/policy/examples/linkerd-control-plane.js';
import type { ClusterReleases } from '../../../lib/releases/project.js';
import { clusterFrom } from '../../support/rule-tester.js';

const node =
  '---\n{ apiVersion: v1, kind: Node, metadata: { name: one }, status: { nodeInfo: { kubeletVersion: v1.30.4 } } }\n';
const other =
  '---\n{ apiVersion: v1, kind: Node, metadata: { name: two }, status: { nodeInfo: { kubeletVersion: v1.31.1 } } }\n';
const controlPlane = controllerExample() + configExample('linkerdVersion: edge-25.10.7');
const index = (yaml: string, releases: ClusterReleases = {}) => new ClusterIndex({ ...clusterFrom(yaml), releases });

describe('the release of Kubernetes', () => {
  test('is the one that is stated', () => expect(kubernetesMinorOf(index(node, { kubernetes: '1.33' }))).toBe(33));
  test('is else that of the oldest node', () => expect(kubernetesMinorOf(index(other + node))).toBe(30));
  test('is unknown where nothing tells it', () => expect(kubernetesMinorOf(index(controlPlane))).toBeUndefined());
});

describe('the release of Linkerd', () => {
  test('is that of the control plane among the objects', () =>
    expect(linkerdReleaseOf(index(controlPlane, { linkerd: '2.20' }))).toBe('2.19'));
  test('is else the one that is stated', () => expect(linkerdReleaseOf(index(node, { linkerd: '2.20' }))).toBe('2.20'));
  test('is unknown where nothing tells it', () => expect(linkerdReleaseOf(index(node))).toBeUndefined());
});
