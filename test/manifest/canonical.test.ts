import { describe, expect, test } from 'vitest';
import { canonical } from '../../lib/manifest/canonical.js';
import type { Json, JsonObject, ManifestObject } from '../../lib/manifest/object.js';

const object = (kind: string, content: JsonObject): ManifestObject => ({
  apiVersion: 'example/v1',
  kind,
  metadata: { name: 'x' },
  ...content,
});
const podSpec = (container: JsonObject): JsonObject => ({ containers: [{ name: 'app', ...container }] });

/** What becomes of the spec of an object of that kind. */
const specOf = (kind: string, spec: JsonObject): Json | undefined => canonical(object(kind, { spec }))['spec'];

describe('canonical', () => {
  test('writes quantities as the API server stores them, in limits, requests and hard', () => {
    const resources = { limits: { cpu: '1000m', memory: '1024Mi' }, requests: { cpu: 0.5, memory: '1.5Gi' } };
    const stored = { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '500m', memory: '1536Mi' } };
    expect(specOf('Deployment', { template: { spec: podSpec({ resources }) } })).toEqual({
      template: { spec: podSpec({ resources: stored }) },
    });
    expect(specOf('ResourceQuota', { hard: { pods: '2000', cpu: '1e3' } })).toEqual({
      hard: { pods: '2k', cpu: '1e3' },
    });
  });

  test('keeps quantities in other fields, and lists of that name', () => {
    const spec = { capacity: { cpu: '1000m' }, limits: [{ max: { cpu: '1000m' } }] };
    expect(specOf('LimitRange', spec)).toEqual(spec);
  });

  test.each([
    'Pod',
    'Deployment',
    'StatefulSet',
    'DaemonSet',
    'ReplicaSet',
    'Job',
    'CronJob',
    'Service',
    'NetworkPolicy',
  ])('writes the protocol of the ports of a %s, and keeps one that is there', (kind) => {
    expect(specOf(kind, { ports: [{ port: 1 }, { port: 2, protocol: 'UDP' }] })).toEqual({
      ports: [
        { port: 1, protocol: 'TCP' },
        { port: 2, protocol: 'UDP' },
      ],
    });
  });

  test('writes the protocol of the ports of init containers and of network policy rules', () => {
    const spec = { initContainers: [{ ports: [{ containerPort: 1 }] }], egress: [{ ports: [{ port: 53 }] }] };
    expect(specOf('Pod', spec)).toEqual({
      initContainers: [{ ports: [{ containerPort: 1, protocol: 'TCP' }] }],
      egress: [{ ports: [{ port: 53, protocol: 'TCP' }] }],
    });
  });

  test('adds no protocol to ports of other kinds, nor to ports that are plain numbers', () => {
    const spec = { ports: [{ number: 80 }] };
    expect(specOf('ServiceEntry', spec)).toEqual(spec);
    expect(specOf('Pod', { ports: [80, '81'] })).toEqual({ ports: [80, '81'] });
  });

  test('completes the claim templates of a StatefulSet, and keeps what they say', () => {
    expect(
      specOf('StatefulSet', {
        volumeClaimTemplates: [
          {
            metadata: { name: 'data', creationTimestamp: null },
            spec: { resources: { requests: { storage: '1024Mi' } } },
          },
          { metadata: { name: 'raw' }, spec: { volumeMode: 'Block' } },
        ],
      }),
    ).toEqual({
      volumeClaimTemplates: [
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'data' },
          spec: { resources: { requests: { storage: '1Gi' } }, volumeMode: 'Filesystem' },
        },
        {
          apiVersion: 'v1',
          kind: 'PersistentVolumeClaim',
          metadata: { name: 'raw' },
          spec: { volumeMode: 'Block' },
        },
      ],
    });
  });

  test('drops what belongs to the cluster: status, and timestamps of creation', () => {
    const given = object('Deployment', {
      metadata: { name: 'x', creationTimestamp: '2030-01-01T00:00:00Z' },
      spec: { template: { metadata: { creationTimestamp: null } }, status: 'kept' },
      status: { replicas: 1 },
    });
    expect(canonical(given)).toEqual(object('Deployment', { spec: { template: { metadata: {} }, status: 'kept' } }));
  });

  test('drops a probe delay of zero, which the API server does not store', () => {
    const probe = (initialDelaySeconds: number) => ({ livenessProbe: { initialDelaySeconds, periodSeconds: 1 } });
    expect(specOf('Pod', { containers: [probe(0), probe(5)] })).toEqual({
      containers: [{ livenessProbe: { periodSeconds: 1 } }, probe(5)],
    });
  });

  test('treats what is undefined as JSON does', () => {
    const given = { ...object('ConfigMap', {}), data: { gone: undefined, list: [undefined, 1] } };
    const { data = null } = canonical(given as never);
    expect(Object.keys(data as JsonObject)).toEqual(['list']);
    expect(data).toEqual({ list: [null, 1] });
  });

  test('leaves the given object and what it shares as they are', () => {
    const ports = [{ port: 80 }];
    const given = object('Service', { spec: { ports, again: { ports } }, status: {} });
    Object.freeze(ports);
    const before = structuredClone(given);
    canonical(given);
    expect(given).toEqual(before);
  });

  test('has nothing to change in what it made', () => {
    const once = canonical(
      object('StatefulSet', {
        spec: { template: { spec: podSpec({ ports: [{ containerPort: 1 }] }) }, volumeClaimTemplates: [{}] },
      }),
    );
    expect(canonical(once)).toEqual(once);
  });
});
