import { describe, expect, test } from 'vitest';
import { istioNamespace, istioPod } from '../../../../lib/write/istio/policy/pod.js';
import type { Service } from '../../../../lib/write/workload/intents/service.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { called, clusterWith, hub, shop, web, workload } from '../shop.js';

const podOf = (service: Service) => istioPod(resolvedFirst(shop([service])).service);

describe('istioNamespace', () => {
  test('requests a revision by its tag, and no other injection', () => {
    expect(istioNamespace(hub)).toEqual({ labels: { 'istio.io/rev': 'prod' } });
    const canary = clusterWith({ kind: 'istio', version: '1.31', revisionTag: 'canary' });
    expect(istioNamespace(canary)).toEqual({ labels: { 'istio.io/rev': 'canary' } });
  });
});

describe('istioPod', () => {
  test('gives the proxy all four figures, and lets it start first and end last', () => {
    expect(podOf(called(web))).toEqual({
      labels: { 'sidecar.istio.io/inject': 'true' },
      annotations: {
        'sidecar.istio.io/nativeSidecar': 'true',
        'sidecar.istio.io/proxyCPU': '100m',
        'sidecar.istio.io/proxyCPULimit': '1',
        'sidecar.istio.io/proxyMemory': '128Mi',
        'sidecar.istio.io/proxyMemoryLimit': '512Mi',
      },
    });
  });

  test('takes the figures of the workload, as the API server writes them', () => {
    const proxyResources = { cpu: { request: '250m', limit: '2000m' }, memory: { request: '1024Mi', limit: '2Gi' } };
    expect(podOf(called(workload('a', { proxyResources }))).annotations).toMatchObject({
      'sidecar.istio.io/proxyCPU': '250m',
      'sidecar.istio.io/proxyCPULimit': '2',
      'sidecar.istio.io/proxyMemory': '1Gi',
      'sidecar.istio.io/proxyMemoryLimit': '2Gi',
    });
  });

  test('publishes the metrics of the workload with those of its proxy, at the port of its container', () => {
    const marks = podOf(called(web, { metrics: { port: 'api' } }));
    expect(marks.annotations).toMatchObject({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '8080',
      'prometheus.io/path': '/metrics',
      'prometheus.istio.io/merge-metrics': 'true',
    });
    const elsewhere = podOf(called(web, { metrics: { port: 'api', path: '/stats' } }));
    expect(elsewhere.annotations['prometheus.io/path']).toBe('/stats');
  });
});
