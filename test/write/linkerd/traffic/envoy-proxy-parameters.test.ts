import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../../lib/manifest/object.js';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { EnvoyProxyParameters } from '../../../../lib/write/linkerd/traffic/envoy-proxy-parameters.js';
import { gatewayFacts } from '../../../../lib/write/linkerd/traffic/gateway-facts.js';
import type { Gateway } from '../../../../lib/write/workload/gateway.js';
import { gateway } from '../../../support/linkerd-application.js';
import { at, find } from '../../../support/synth.js';

function build(changes: Partial<Gateway> = {}): ManifestObject {
  const app = new App();
  new EnvoyProxyParameters(new Chart(app, 'chart', { disableResourceNameHashes: true }), 'parameters', {
    gateway: { ...gateway, pods: gatewayFacts({ kind: 'envoy-gateway' }).pods(gateway), ...changes },
  });
  return find(
    resolve(app).objects.map(({ object }) => object),
    'EnvoyProxy',
    'edge',
  );
}

const kubernetes = (changes: Partial<Gateway>, path: string) => at(build(changes), `spec.provider.kubernetes.${path}`);

describe('EnvoyProxyParameters', () => {
  test('sends to the addresses of Services', () => {
    expect(at(build(), 'spec.routingType')).toBe('Service');
  });

  test('has both containers meet the restricted pod-security profile', () => {
    expect(kubernetes({}, 'envoyDeployment.pod.securityContext')).toEqual({
      runAsNonRoot: true,
      runAsUser: 65_532,
      runAsGroup: 65_532,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(kubernetes({}, 'envoyDeployment.container.securityContext')).toEqual({
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: false,
    });
  });

  test('limits both containers, Envoy by what the gateway says', () => {
    const resources = { cpu: { request: '1', limit: '4000m' }, memory: { request: '1Gi', limit: '2048Mi' } };
    expect(kubernetes({ resources }, 'envoyDeployment.container.resources')).toEqual({
      requests: { cpu: '1', memory: '1Gi' },
      limits: { cpu: '4', memory: '2Gi' },
    });
    expect(kubernetes({}, 'envoyDeployment.container.resources.limits')).toEqual({ cpu: '2', memory: '1Gi' });
    const patched = 'envoyDeployment.patch.value.spec.template.spec.containers[1]';
    expect(kubernetes({}, `${patched}.name`)).toBe('shutdown-manager');
    expect(kubernetes({}, `${patched}.resources.limits`)).toEqual({ cpu: '100m', memory: '64Mi' });
  });

  test("names the ports that policies are about, so that Linkerd's proxy asks for them when it starts", () => {
    const containers = 'envoyDeployment.patch.value.spec.template.spec.containers';
    expect(kubernetes({}, `${containers}[0]`)).toEqual({
      name: 'envoy',
      ports: [
        { name: 'http', containerPort: 10_080, protocol: 'TCP' },
        { name: 'https', containerPort: 10_443, protocol: 'TCP' },
      ],
    });
    expect(kubernetes({}, `${containers}[1].ports`)).toEqual([
      { name: 'shutdown', containerPort: 19_002, protocol: 'TCP' },
    ]);
    expect(kubernetes({}, 'useListenerPortAsContainerPort')).toBe(false);
  });

  test('has as many pods as the gateway says, one of which may be missing', () => {
    expect(kubernetes({}, 'envoyDeployment.replicas')).toBe(2);
    expect(kubernetes({ replicas: 5 }, 'envoyDeployment.replicas')).toBe(5);
    expect(kubernetes({}, 'envoyDeployment.strategy.rollingUpdate')).toEqual({ maxSurge: 1, maxUnavailable: 0 });
    expect(kubernetes({}, 'envoyPDB')).toEqual({ maxUnavailable: 1 });
  });

  test.each([
    [undefined, { type: 'LoadBalancer', externalTrafficPolicy: 'Local' }],
    ['NodePort', { type: 'NodePort', externalTrafficPolicy: 'Local' }],
    ['ClusterIP', { type: 'ClusterIP' }],
  ] as const)('is exposed by %s as the gateway says', (exposure, service) => {
    expect(kubernetes(exposure === undefined ? {} : { exposure }, 'envoyService')).toEqual(service);
  });

  test('runs as the ServiceAccount that policies admit', () => {
    expect(kubernetes({}, 'envoyServiceAccount.name')).toBe('edge');
    const pods = { serviceAccount: 'outside', labels: { role: 'edge' } };
    expect(kubernetes({ pods }, 'envoyServiceAccount.name')).toBe('outside');
  });
});
