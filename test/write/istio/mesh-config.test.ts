import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { checkProps } from '../../../lib/input/shape.js';
import { HARDENED_MESH_CONFIG, MESH_CONFIG_CHANGES, meshConfigOf } from '../../../lib/write/istio/mesh-config.js';

const istio = { kind: 'istio', version: '1.31' } as const;

describe('meshConfigOf', () => {
  test('is the hardened configuration where nothing else is asked', () => {
    expect(meshConfigOf({ istio })).toEqual(HARDENED_MESH_CONFIG);
  });

  test('takes the trust domain from the cluster', () => {
    expect(meshConfigOf({ istio: { ...istio, trustDomain: 'example.org' } }).trustDomain).toBe('example.org');
  });

  test('keeps the default configuration of proxies beside the changes to it', () => {
    const { defaultConfig } = meshConfigOf({ istio }, { defaultConfig: { proxyMetadata: { OTHER: 'x' } } });
    expect(defaultConfig).toEqual({
      holdApplicationUntilProxyStarts: true,
      proxyMetadata: { SECRET_TTL: '24h0m0s', OTHER: 'x' },
    });
  });
});

test('fails changes that no proxy reads', () => {
  const changes = {
    meshMTLS: { minProtocolVersion: 'TLSV1_1' },
    pathNormalisation: {},
    extensionProviders: [{ name: 'jaeger', opentelemetry: { service: 'jaeger-collector', port: 4317 } }],
  };
  expect(checkProps('Mesh', changes, MESH_CONFIG_CHANGES).map(formatDiagnostic).sort()).toEqual([
    "Mesh: extensionProviders[0].opentelemetry.service is 'jaeger-collector', expected a full DNS name, such as collector.tracing.svc.cluster.local. Correct it.",
    "Mesh: meshMTLS.minProtocolVersion is 'TLSV1_1', expected 'TLS_AUTO', 'TLSV1_2' or 'TLSV1_3'. Correct it.",
    'Mesh: pathNormalisation is an unknown option, expected pathNormalization. Did you mean pathNormalization? Correct the name.',
  ]);
});
