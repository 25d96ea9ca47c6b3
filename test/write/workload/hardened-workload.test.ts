import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { HardenedWorkload, type HardenedWorkloadProps } from '../../../lib/write/workload/hardened-workload.js';
import type { WorkloadPort } from '../../../lib/write/workload/port.js';
import type { Workload } from '../../../lib/write/workload/workload.js';
import { network, orders, workloadOf } from '../../support/application.js';
import { changes } from '../../support/changes.js';
import { at, find, objectsOf, refusal } from '../../support/synth.js';

function fleetOf(workload: Workload, more: Partial<HardenedWorkloadProps> = {}): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('east', network);
  cluster.add('shop', (chart) => {
    new HardenedWorkload(chart, 'workload', { workload, ...more });
  });
  return fleet;
}

const built = (workload: Workload, more?: Partial<HardenedWorkloadProps>) => objectsOf(fleetOf(workload, more), 'east');
const difference = (changed: Partial<Workload>) => changes(built(workloadOf('web')), built(workloadOf('web', changed)));

describe('HardenedWorkload', () => {
  const objects = built(workloadOf('web'));
  const pod = at(find(objects, 'Deployment', 'web'), 'spec.template.spec');

  test('is a Deployment with an account, a Service and a budget of its own', () => {
    expect(objects.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name}`).sort()).toEqual([
      'Deployment shop/web',
      'PodDisruptionBudget shop/web',
      'Service shop/web',
      'ServiceAccount shop/web',
    ]);
  });

  test('holds its pods to the restricted profile, without a token', () => {
    expect(pod).toMatchObject({
      serviceAccountName: 'web',
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: {
        runAsNonRoot: true,
        runAsUser: 65532,
        runAsGroup: 65532,
        seccompProfile: { type: 'RuntimeDefault' },
      },
      containers: [
        {
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
          resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '128Mi' } },
        },
      ],
    });
  });

  test('asks what the kubelet is to ask, and waits for the start', () => {
    expect(at(find(objects, 'Deployment', 'web'), 'spec.template.spec.containers')).toMatchObject([
      {
        readinessProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
        livenessProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 10, failureThreshold: 3 },
        startupProbe: { httpGet: { path: '/health', port: 'http' }, periodSeconds: 5, failureThreshold: 60 },
      },
    ]);
    const probes = {
      readiness: {
        check: { kind: 'grpc', port: 'raw' },
        period: Duration.seconds(2),
        timeout: Duration.seconds(3),
        failureThreshold: 7,
      },
      liveness: { check: { kind: 'tcp', port: 'raw' } },
      startup: { check: { kind: 'exec', command: ['/bin/check'] } },
    } as const;
    const [container] = workloadOf('web').containers;
    const probed = built(workloadOf('web', { containers: [{ ...container, probes } as typeof container & object] }));
    expect(at(find(probed, 'Deployment', 'web'), 'spec.template.spec.containers')).toMatchObject([
      {
        readinessProbe: { grpc: { port: 5000 }, periodSeconds: 2, timeoutSeconds: 3, failureThreshold: 7 },
        livenessProbe: { tcpSocket: { port: 'tcp-raw' } },
        startupProbe: { exec: { command: ['/bin/check'] } },
      },
    ]);
  });

  test('spreads its pods over nodes and zones, and never runs fewer than asked', () => {
    const labelSelector = { matchLabels: { 'app.kubernetes.io/name': 'web' } };
    expect(at(find(objects, 'Deployment', 'web'), 'spec')).toMatchObject({
      replicas: 2,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      template: {
        spec: {
          topologySpreadConstraints: [
            { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule', labelSelector },
            { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector },
          ],
        },
      },
    });
    expect(at(find(objects, 'PodDisruptionBudget', 'web'), 'spec')).toEqual({
      maxUnavailable: 1,
      selector: labelSelector,
      unhealthyPodEvictionPolicy: 'AlwaysAllow',
    });
    expect(difference({ replicas: 1 })).toEqual(['Deployment web spec.replicas: 2 -> 1', '- PodDisruptionBudget web']);
  });

  test('names its ports after what they speak', () => {
    expect(at(find(objects, 'Service', 'web'), 'spec')).toEqual({
      selector: { 'app.kubernetes.io/name': 'web' },
      ports: [
        { name: 'http', port: 80, targetPort: 'http', appProtocol: 'http', protocol: 'TCP' },
        { name: 'tcp-raw', port: 5000, targetPort: 'tcp-raw', appProtocol: 'tcp', protocol: 'TCP' },
      ],
    });
    const ports = [
      { name: 'h2', port: 1, appProtocol: 'http2' },
      { name: 'grpc', port: 2, appProtocol: 'grpc' },
      { name: 'tls-in', port: 3, appProtocol: 'tls' },
    ] as const;
    const [container] = workloadOf('web').containers;
    const check = { kind: 'tcp', port: 'h2' } as const;
    const probes = { readiness: { check }, liveness: { check } };
    const service = find(
      built(workloadOf('web', { ports, containers: [{ ...container, probes } as typeof container & object] })),
      'Service',
      'web',
    );
    expect(at(service, 'spec.ports')).toMatchObject([
      { name: 'http2-h2', appProtocol: 'kubernetes.io/h2c' },
      { name: 'grpc', appProtocol: 'grpc' },
      { name: 'tls-in', appProtocol: 'tls' },
    ]);
  });

  test('has no Service where it has no port', () => {
    const [container] = workloadOf('web').containers;
    const { probes, ...silent } = container as typeof container & object;
    const objects = built(workloadOf('web', { ports: [], containers: [silent] }));
    expect(objects.map(({ kind }) => kind)).not.toContain('Service');
    expect(probes).toBeDefined();
  });

  test('runs versions side by side behind one Service', () => {
    const objects = built(orders);
    const deployment = (name: string) => at(find(objects, 'Deployment', name), 'spec');
    expect(deployment('orders-v1')).toMatchObject({
      replicas: 2,
      selector: { matchLabels: { 'app.kubernetes.io/name': 'orders', version: 'v1' } },
      template: {
        metadata: { labels: { 'app.kubernetes.io/name': 'orders', version: 'v1' } },
        spec: { containers: [{ image: 'shop/orders:1.0.0' }] },
      },
    });
    expect(deployment('orders-v2')).toMatchObject({
      replicas: 1,
      template: { spec: { containers: [{ image: 'shop/orders:2.0.0' }] } },
    });
    expect(at(find(objects, 'Service', 'orders'), 'spec.selector')).toEqual({ 'app.kubernetes.io/name': 'orders' });
    expect(objects.filter(({ kind }) => kind === 'PodDisruptionBudget').map(({ metadata }) => metadata.name)).toEqual([
      'orders-v1',
    ]);
  });

  test('gives the pods of a StatefulSet names, peers and claims', () => {
    const [container] = workloadOf('db').containers;
    const objects = built(
      workloadOf('db', {
        kind: 'StatefulSet',
        publishNotReadyAddresses: true,
        volumes: { data: { kind: 'claim', size: Size.gibibytes(5), storageClass: 'fast' } },
        containers: [{ ...container, mounts: { data: '/data' } } as typeof container & object],
      }),
    );
    expect(at(find(objects, 'StatefulSet', 'db'), 'spec')).toMatchObject({
      serviceName: 'db-headless',
      podManagementPolicy: 'Parallel',
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: {
            accessModes: ['ReadWriteOnce'],
            storageClassName: 'fast',
            resources: { requests: { storage: '5Gi' } },
          },
        },
      ],
    });
    expect(at(find(objects, 'Service', 'db-headless'), 'spec')).toMatchObject({
      clusterIP: 'None',
      publishNotReadyAddresses: true,
      ports: [
        { name: 'http', port: 8080 },
        { name: 'tcp-raw', port: 5000 },
      ],
    });
  });

  test('mounts scratch space, files and secrets, and rolls when a file changes', () => {
    const [container] = workloadOf('web').containers;
    const withFile = (text: string) =>
      built(
        workloadOf('web', {
          userId: 1001,
          terminationGracePeriod: Duration.minutes(1),
          volumes: {
            tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) },
            shm: { kind: 'scratch', sizeLimit: Size.mebibytes(8), inMemory: true },
            config: { kind: 'config', files: { 'app.conf': text } },
            key: { kind: 'secret', secret: 'web-key' },
            roots: { kind: 'config-map', configMap: 'trust-roots' },
          },
          containers: [
            {
              ...container,
              command: ['/app'],
              args: ['--fast'],
              env: { MODE: 'a' },
              secretEnv: { PASSWORD: { secret: 'web-db', key: 'password' } },
              mounts: { tmp: '/tmp', shm: '/dev/shm', config: '/etc/app', key: '/key', roots: '/roots' },
            } as typeof container & object,
          ],
        }),
      );
    const objects = withFile('a = 1');
    expect(at(find(objects, 'ConfigMap', 'web-config'), 'data')).toEqual({ 'app.conf': 'a = 1' });
    expect(at(find(objects, 'Deployment', 'web'), 'spec.template.spec')).toMatchObject({
      terminationGracePeriodSeconds: 60,
      securityContext: { runAsUser: 1001, fsGroup: 1001, fsGroupChangePolicy: 'OnRootMismatch' },
      volumes: [
        { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
        { name: 'shm', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } },
        { name: 'config', configMap: { name: 'web-config' } },
        { name: 'key', secret: { secretName: 'web-key', defaultMode: 0o440 } },
        { name: 'roots', configMap: { name: 'trust-roots' } },
      ],
      containers: [
        {
          command: ['/app'],
          args: ['--fast'],
          env: [
            { name: 'MODE', value: 'a' },
            { name: 'PASSWORD', valueFrom: { secretKeyRef: { name: 'web-db', key: 'password' } } },
          ],
          volumeMounts: [
            { name: 'tmp', mountPath: '/tmp' },
            { name: 'shm', mountPath: '/dev/shm' },
            { name: 'config', mountPath: '/etc/app', readOnly: true },
            { name: 'key', mountPath: '/key', readOnly: true },
            { name: 'roots', mountPath: '/roots', readOnly: true },
          ],
        },
      ],
    });
    expect(changes(objects, withFile('a = 2')).map((line) => line.split(':')[0])).toEqual([
      'ConfigMap web-config data.app.conf',
      'Deployment web spec.template.metadata.annotations.checksum/config',
    ]);
  });

  test('bears what its mesh asks for', () => {
    const pod = { labels: { 'istio.io/rev': 'prod' }, annotations: { 'linkerd.io/inject': 'enabled' } };
    expect(
      changes(built(workloadOf('web')), built(workloadOf('web'), { pod, serviceAnnotations: { a: 'b' } })),
    ).toEqual([
      'Deployment web spec.template.metadata.annotations: + {"linkerd.io/inject":"enabled"}',
      'Deployment web spec.template.metadata.labels.istio.io/rev: + prod',
      'Service web metadata.annotations: + {"a":"b"}',
    ]);
  });

  test('says what its ports speak in the words of its mesh', () => {
    const appProtocol = ({ appProtocol: spoken }: WorkloadPort) => `mesh.example/${spoken}`;
    expect(changes(built(workloadOf('web')), built(workloadOf('web'), { appProtocol }))).toEqual([
      'Service web spec.ports[http].appProtocol: http -> mesh.example/http',
      'Service web spec.ports[tcp-raw].appProtocol: tcp -> mesh.example/tcp',
    ]);
  });

  test('fails what cannot run', () => {
    const workload = workloadOf('web', { volumes: { data: { kind: 'claim', size: Size.gibibytes(1) } } });
    expect(refusal(() => objectsOf(fleetOf(workload), 'east'))[0]).toMatch(
      /HardenedWorkload 'shop\/workload': workload\.volumes\.data is a claim in a Deployment/,
    );
    const wrong = { ...workloadOf('web'), replicas: -1 };
    expect(refusal(() => objectsOf(fleetOf(wrong), 'east'))[0]).toMatch(
      /HardenedWorkload 'shop\/workload': replicas is -1, expected an integer/,
    );
  });
});
