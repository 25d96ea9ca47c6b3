import { describe, expect, test } from 'vitest';
import type { GatewayApi } from '../../../../lib/write/fleet/mesh.js';
import { at, find } from '../../../support/synth.js';
import { configEffect, effect, objectsWith, RELEASES } from './control-plane.js';

const FIVE_NODES = { nodes: 5 };
const highAvailability = { cluster: FIVE_NODES, values: { highAvailability: true } };

describe('LinkerdControlPlane', () => {
  test.each(RELEASES)('of %s is the objects of the chart, its namespace and its network policies', (version) => {
    const objects = objectsWith({ version }).filter(({ kind }) => kind !== 'CustomResourceDefinition');
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`).sort()).toEqual([
      'ClusterRole linkerd-linkerd-destination',
      'ClusterRole linkerd-linkerd-identity',
      'ClusterRole linkerd-linkerd-proxy-injector',
      'ClusterRole linkerd-policy',
      'ClusterRoleBinding linkerd-destination-policy',
      'ClusterRoleBinding linkerd-linkerd-destination',
      'ClusterRoleBinding linkerd-linkerd-identity',
      'ClusterRoleBinding linkerd-linkerd-proxy-injector',
      'ConfigMap linkerd-config',
      'Deployment linkerd-destination',
      'Deployment linkerd-identity',
      'Deployment linkerd-proxy-injector',
      'MutatingWebhookConfiguration linkerd-proxy-injector-webhook-config',
      'Namespace linkerd',
      'NetworkPolicy linkerd-default-deny',
      'NetworkPolicy linkerd-destination',
      'NetworkPolicy linkerd-identity',
      'NetworkPolicy linkerd-proxy-injector',
      'Role ext-namespace-metadata-linkerd-config',
      'Role remote-discovery',
      'RoleBinding linkerd-destination-remote-discovery',
      'Service linkerd-dst',
      'Service linkerd-dst-headless',
      'Service linkerd-identity',
      'Service linkerd-identity-headless',
      'Service linkerd-policy',
      'Service linkerd-policy-validator',
      'Service linkerd-proxy-injector',
      'Service linkerd-sp-validator',
      'ServiceAccount linkerd-destination',
      'ServiceAccount linkerd-identity',
      'ServiceAccount linkerd-proxy-injector',
      'ValidatingWebhookConfiguration linkerd-policy-validator-webhook-config',
      'ValidatingWebhookConfiguration linkerd-sp-validator-webhook-config',
    ]);
  });

  test('is highly available by three pods of each controller, apart, kept while nodes drain, and never gone around', () => {
    const lines = effect(highAvailability, { cluster: FIVE_NODES });
    const [affinities, others] = [
      lines.filter((line) => line.includes(': affinity: ')),
      lines.filter((line) => !line.includes(': affinity: ')),
    ];
    expect(others).toEqual([
      'all: spec.replicas: 1 -> 3',
      'all: spec.strategy.rollingUpdate.maxUnavailable: 25% -> 1',
      'MutatingWebhookConfiguration linkerd-proxy-injector-webhook-config webhooks[linkerd-proxy-injector.linkerd.io].failurePolicy: Ignore -> Fail',
      '+ PodDisruptionBudget linkerd-dst',
      '+ PodDisruptionBudget linkerd-identity',
      '+ PodDisruptionBudget linkerd-proxy-injector',
      'ValidatingWebhookConfiguration linkerd-policy-validator-webhook-config webhooks[linkerd-policy-validator.linkerd.io].failurePolicy: Ignore -> Fail',
      'ValidatingWebhookConfiguration linkerd-sp-validator-webhook-config webhooks[linkerd-sp-validator.linkerd.io].failurePolicy: Ignore -> Fail',
    ]);
    expect(affinities).toHaveLength(3);
    expect(configEffect(highAvailability, { cluster: FIVE_NODES })).toEqual([
      'controllerReplicas: 1 -> 3',
      'deploymentStrategy.rollingUpdate.maxUnavailable: 25% -> 1',
      'enablePodAntiAffinity: false -> true',
      'enablePodDisruptionBudget: false -> true',
      'highAvailability: + true',
      'webhookFailurePolicy: Ignore -> Fail',
    ]);
  });

  test.each(['identity', 'destination', 'proxy-injector'])(
    'keeps the pods of %s on nodes and in zones apart',
    (name) => {
      const affinity = at(
        find(objectsWith(highAvailability), 'Deployment', `linkerd-${name}`),
        'spec.template.spec.affinity',
      );
      const labelSelector = {
        matchExpressions: [{ key: 'linkerd.io/control-plane-component', operator: 'In', values: [name] }],
      };
      expect(affinity).toEqual({
        podAntiAffinity: {
          requiredDuringSchedulingIgnoredDuringExecution: [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }],
          preferredDuringSchedulingIgnoredDuringExecution: [
            { weight: 100, podAffinityTerm: { labelSelector, topologyKey: 'topology.kubernetes.io/zone' } },
          ],
        },
      });
    },
  );

  test('lets a value of high availability be another, and only this one', () => {
    const five = { cluster: FIVE_NODES, values: { highAvailability: true, controllerReplicas: 5 } };
    expect(effect(five, highAvailability)).toEqual(['all: spec.replicas: 3 -> 5']);
    const percent = { controller: { podDisruptionBudget: { maxUnavailable: '30%' } }, highAvailability: true };
    expect(effect({ values: percent }, highAvailability)).toEqual(
      ['dst', 'identity', 'proxy-injector'].map(
        (name) => `PodDisruptionBudget linkerd-${name} spec.maxUnavailable: 1 -> 30%`,
      ),
    );
  });

  test('takes linkerd-cni in place of init containers, and holds its own namespace to the restricted profile', () => {
    expect(effect({ withCni: true })).toEqual([
      '+ ClusterRole linkerd-cni',
      '+ ClusterRoleBinding linkerd-cni',
      '+ ConfigMap linkerd-cni-config',
      '+ DaemonSet linkerd-cni',
      'all: initContainers: - linkerd-init',
      'all: initContainers: + linkerd-network-validator',
      'all: volumes: - linkerd-proxy-init-xtables-lock',
      'Namespace linkerd metadata.labels.pod-security.kubernetes.io/enforce: privileged -> restricted',
      '+ Namespace linkerd-cni',
      '+ NetworkPolicy linkerd-cni',
      '+ NetworkPolicy linkerd-cni-default-deny',
      '+ ServiceAccount linkerd-cni',
    ]);
    expect(configEffect({ withCni: true })).toEqual(['cniEnabled: false -> true']);
  });

  test('differs between releases only by images, the program of the init container, and PodMonitors', () => {
    const [old, now] = ['edge-25.10.7', 'edge-26.6.3'];
    expect(effect({ version: '2.20' }, { version: '2.19' }).sort()).toEqual([
      'all: [linkerd-init].command: + ["/usr/lib/linkerd/linkerd2-proxy-init"]',
      `all: [linkerd-init].image: cr.l5d.io/linkerd/proxy-init:v2.4.3 -> cr.l5d.io/linkerd/proxy:${now}`,
      `all: [linkerd-proxy].image: cr.l5d.io/linkerd/proxy:${old} -> cr.l5d.io/linkerd/proxy:${now}`,
      `all: metadata.labels.app.kubernetes.io/version: ${old} -> ${now}`,
      `all: spec.template.metadata.annotations.linkerd.io/proxy-version: ${old} -> ${now}`,
      ...['destination', 'policy', 'sp-validator'].map(
        (name) =>
          `destination: [${name}].image: cr.l5d.io/linkerd/controller:${old} -> cr.l5d.io/linkerd/controller:${now}`,
      ),
      `identity: [identity].image: cr.l5d.io/linkerd/controller:${old} -> cr.l5d.io/linkerd/controller:${now}`,
      `proxy-injector: [proxy-injector].image: cr.l5d.io/linkerd/controller:${old} -> cr.l5d.io/linkerd/controller:${now}`,
    ]);
    expect(configEffect({ version: '2.20' }, { version: '2.19' })).toEqual([
      `linkerdVersion: ${old} -> ${now}`,
      'podMonitor.controller.honorTimestamps: + false',
      'podMonitor.proxy.honorTimestamps: + false',
      'podMonitor.serviceMirror.honorTimestamps: + false',
      'proxyInit.image: - {"name":"cr.l5d.io/linkerd/proxy-init","pullPolicy":"","version":"v2.4.3"}',
    ]);
  });

  test('stays away from the namespace that its webhooks must not touch', () => {
    const { annotations, labels } = find(objectsWith(), 'Namespace', 'linkerd').metadata;
    expect(annotations?.['linkerd.io/inject']).toBe('disabled');
    expect(labels).toMatchObject({
      'linkerd.io/is-control-plane': 'true',
      'linkerd.io/control-plane-ns': 'linkerd',
      'config.linkerd.io/admission-webhooks': 'disabled',
      'pod-security.kubernetes.io/enforce': 'privileged',
      'pod-security.kubernetes.io/audit': 'restricted',
    });
  });

  test('says which release of the Gateway API it finds, where the cluster does', () => {
    const annotations = (gatewayApi?: GatewayApi) => {
      const mesh = { kind: 'linkerd', version: '2.20', ...(gatewayApi && { gatewayApi }) } as const;
      return find(objectsWith({ cluster: { mesh } }), 'Namespace', 'linkerd').metadata.annotations;
    };
    expect(annotations()).toEqual({ 'linkerd.io/inject': 'disabled' });
    expect(annotations({ release: '1.2.1' })).toMatchObject({
      'gateway.networking.k8s.io/bundle-version': 'v1.2.1',
      'gateway.networking.k8s.io/channel': 'standard',
    });
    expect(annotations({ release: '1.4.0', channel: 'experimental' })).toMatchObject({
      'gateway.networking.k8s.io/bundle-version': 'v1.4.0',
      'gateway.networking.k8s.io/channel': 'experimental',
    });
  });
});
