import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Certificate } from '../../imports/cert-manager.io.js';
import { ExternalSecret } from '../../imports/external-secrets.io.js';
import { KubeDeployment } from '../../imports/k8s.js';
import {
  AuthorizationPolicy,
  EgressNetwork,
  EgressNetworkSpecTrafficPolicy,
  HttpLocalRateLimitPolicy,
  HttpRoute,
  MeshTlsAuthentication,
  NetworkAuthentication,
  Server,
  ServerSpecPort,
  ServerSpecProxyProtocol,
} from '../../imports/policy.linkerd.io.js';
import { Bundle } from '../../imports/trust.cert-manager.io.js';

describe('imported classes', () => {
  test('carry the API versions that the project emits', () => {
    const kinds = [
      AuthorizationPolicy,
      Bundle,
      Certificate,
      EgressNetwork,
      ExternalSecret,
      HttpLocalRateLimitPolicy,
      HttpRoute,
      KubeDeployment,
      MeshTlsAuthentication,
      NetworkAuthentication,
      Server,
    ];
    expect(kinds.map(({ GVK }) => `${GVK.apiVersion} ${GVK.kind}`)).toEqual([
      'policy.linkerd.io/v1alpha1 AuthorizationPolicy',
      'trust.cert-manager.io/v1alpha1 Bundle',
      'cert-manager.io/v1 Certificate',
      'policy.linkerd.io/v1alpha1 EgressNetwork',
      'external-secrets.io/v1 ExternalSecret',
      'policy.linkerd.io/v1alpha1 HTTPLocalRateLimitPolicy',
      'policy.linkerd.io/v1beta3 HTTPRoute',
      'apps/v1 Deployment',
      'policy.linkerd.io/v1alpha1 MeshTLSAuthentication',
      'policy.linkerd.io/v1alpha1 NetworkAuthentication',
      'policy.linkerd.io/v1beta3 Server',
    ]);
  });

  test('keep every field name as upstream writes it', () => {
    const chart = new Chart(new App(), 'chart', { disableResourceNameHashes: true });
    new Server(chart, 'server', {
      spec: {
        podSelector: { matchLabels: { app: 'a' } },
        port: ServerSpecPort.fromNumber(4222),
        proxyProtocol: ServerSpecProxyProtocol.OPAQUE,
      },
    });
    new EgressNetwork(chart, 'egress', { spec: { trafficPolicy: EgressNetworkSpecTrafficPolicy.DENY } });
    expect(chart.toJson()).toEqual([
      {
        apiVersion: 'policy.linkerd.io/v1beta3',
        kind: 'Server',
        metadata: { name: 'chart-server' },
        spec: { podSelector: { matchLabels: { app: 'a' } }, port: 4222, proxyProtocol: 'opaque' },
      },
      {
        apiVersion: 'policy.linkerd.io/v1alpha1',
        kind: 'EgressNetwork',
        metadata: { name: 'chart-egress' },
        spec: { trafficPolicy: 'Deny' },
      },
    ]);
  });
});
