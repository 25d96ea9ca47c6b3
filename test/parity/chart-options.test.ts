import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../lib/manifest/object.js';
import { chartOptions, valuesOf } from '../../lib/parity/chart-options.js';

const config = (values: string) =>
  ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'linkerd-config', namespace: 'linkerd' },
    data: { values },
  }) as ManifestObject;

describe('valuesOf', () => {
  test('reads the values that a control plane was rendered with', () => {
    expect(valuesOf([config('controllerReplicas: 3')])).toEqual({ controllerReplicas: 3 });
  });

  test.each([
    ['no control plane', []],
    ['no mapping', [config('3')]],
    ['no YAML', [config('a: [')]],
  ])('finds none if there is %s', (_what, objects) => {
    expect(valuesOf(objects)).toBeUndefined();
  });
});

describe('chartOptions', () => {
  test('leaves to the cluster, its trust and the release what they decide', () => {
    const options = chartOptions('2.20', {
      clusterDomain: 'corp.example',
      cniEnabled: true,
      linkerdVersion: 'edge-26.6.3',
      identityTrustAnchorsPEM: 'PEM',
      enablePSP: true,
      controllerReplicas: 3,
    });
    expect(options).toEqual({
      line: '2.20',
      clusterDomain: 'corp.example',
      cniEnabled: true,
      roots: ['PEM'],
      values: { controllerReplicas: 3 },
    });
  });

  test('has no roots where they come from elsewhere', () => {
    expect(chartOptions('2.20', { identityTrustAnchorsPEM: '' }).roots).toEqual([]);
  });

  test('leaves out values that the release does not know, at any depth', () => {
    const { values } = chartOptions('2.20', { brandNew: { a: 1 }, proxy: { uid: 1, brandNew: 2 } });
    expect(values).toEqual({ proxy: { uid: 1 } });
    expect(chartOptions('2.20', { proxyInit: { image: { name: 'x' } } }).values).toEqual({ proxyInit: {} });
    expect(chartOptions('2.19', { proxyInit: { image: { name: 'x' } } }).values).toEqual({
      proxyInit: { image: { name: 'x' } },
    });
  });

  test("keeps any key where keys are the user's own, and takes back defaults that are gone", () => {
    const { values } = chartOptions('2.20', {
      podLabels: { a: 'b' },
      nodeSelector: { pool: 'mesh' },
      deploymentStrategy: { rollingUpdate: { maxSurge: 1 } },
      proxyInjector: { namespaceSelector: { matchLabels: { a: 'b' } } },
    });
    expect(values).toEqual({
      podLabels: { a: 'b' },
      nodeSelector: { pool: 'mesh', 'kubernetes.io/os': null },
      deploymentStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: null } },
      proxyInjector: { namespaceSelector: { matchLabels: { a: 'b' }, matchExpressions: null } },
    });
  });

  test('leaves out how certificates are made', () => {
    const { values } = chartOptions('2.20', {
      identity: {
        externalCA: false,
        issuer: { scheme: 'linkerd.io/tls', issuanceLifetime: '1h', tls: { crtPEM: 'X' } },
      },
      proxyInjector: { externalSecret: false, caBundle: 'X', crtPEM: 'X', injectCaFrom: '', timeoutSeconds: 5 },
    });
    expect(values).toEqual({
      identity: { issuer: { issuanceLifetime: '1h' } },
      proxyInjector: { timeoutSeconds: 5 },
    });
  });

  test("keeps an authority of the user's own", () => {
    const own = { externalSecret: true, caBundle: 'X', injectCaFrom: '' };
    expect(chartOptions('2.20', { policyValidator: own }).values).toEqual({ policyValidator: own });
  });

  test.each(['{{ .Release.Namespace }}', '{{.Release.Namespace}}', '{{- .Release.Namespace -}}'])(
    'fills in the namespace for %s',
    (template) => {
      expect(chartOptions('2.20', { podAnnotations: { a: template } }).values).toEqual({
        podAnnotations: { a: 'linkerd' },
      });
    },
  );
});
