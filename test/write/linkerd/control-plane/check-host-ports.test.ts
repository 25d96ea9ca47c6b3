import { ApiObject, type Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { refusalOf } from './control-plane.js';

interface Pods {
  readonly kind?: string;
  readonly spec?: object;
  readonly annotations?: Record<string, string>;
  readonly namespace?: string;
}

const port = (hostPort: number, containerPort = 8080) => ({
  containers: [{ name: 'web', ports: [{ containerPort: 9000 }, { containerPort, hostPort }] }],
});
const MESHED = { 'linkerd.io/inject': 'enabled' };

function namespace(
  chart: Chart,
  { annotations = MESHED, labels = {} }: { annotations?: object; labels?: object } = {},
) {
  new ApiObject(chart, 'ns', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'apps', annotations: { ...annotations }, labels: { ...labels } },
  });
}

function pods(
  chart: Chart,
  { kind = 'Deployment', spec = port(80), annotations = {}, namespace: within = 'apps' }: Pods = {},
) {
  const template = { metadata: { annotations }, spec };
  const shapes: Record<string, object> = {
    CronJob: { spec: { jobTemplate: { spec: { template } } } },
    Pod: { spec },
  };
  new ApiObject(chart, 'web', {
    apiVersion: kind === 'Pod' ? 'v1' : kind === 'CronJob' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: within, ...(kind === 'Pod' && { annotations }) },
    ...(shapes[kind] ?? { spec: { template } }),
  });
}

function refused(beside: (chart: Chart) => void, withCni = true): string[] {
  return refusalOf({ withCni, beside });
}

const WAY_OUT =
  'reach it by a Service of type NodePort or LoadBalancer, or keep it out of the mesh with linkerd.io/inject: disabled, in a separate namespace';
const sentence = (fault: string) =>
  `construct 'linkerd/linkerd' is invalid (${fault}; ${WAY_OUT}), expected to pass its own validation. Correct its properties.`;
const NO_IDENTITY =
  'clients that call it through the node have no mesh identity, and the pod-security profiles that linkerd-cni makes possible forbid it';

describe('meshed pods in a cluster with linkerd-cni', () => {
  test('fails one that takes a port of its node', () => {
    const apps = (chart: Chart) => {
      namespace(chart);
      pods(chart);
    };
    expect(refused(apps)).toEqual([
      sentence(`Deployment apps/web requests a proxy, and hostPort 80 to port 8080 of container 'web': ${NO_IDENTITY}`),
    ]);
    expect(refused(apps, false)).toEqual([]);
  });

  test('fails one that takes a port where its namespace admits none', () => {
    const apps = (profile: string) => (chart: Chart) => {
      namespace(chart, { labels: { 'pod-security.kubernetes.io/enforce': profile } });
      pods(chart);
    };
    for (const profile of ['baseline', 'restricted']) {
      expect(refused(apps(profile))).toEqual([
        sentence(
          `Deployment apps/web requests a proxy, and hostPort 80 to port 8080 of container 'web': ${NO_IDENTITY}; also, its namespace enforces ${profile}, which rejects the pod`,
        ),
      ]);
    }
    expect(refused(apps('privileged'))[0]).not.toContain('besides');
  });

  test.each([
    ['inbound', 4143],
    ['outbound', 4140],
    ['control', 4190],
    ['admin', 4191],
  ])('fails one that leads the node to the %s port of the proxy', (name, containerPort) => {
    const apps = (chart: Chart) => pods(chart, { annotations: MESHED, spec: port(9999, containerPort) });
    expect(refused(apps)).toEqual([
      sentence(
        `Deployment apps/web requests a proxy, and hostPort 9999 to port ${containerPort} of container 'web': ${containerPort} is the proxy's own ${name} port, which the node would expose to everyone`,
      ),
    ]);
  });

  test('fails one in the network of its node, where there is no redirection', () => {
    const apps = (chart: Chart) =>
      pods(chart, { kind: 'DaemonSet', annotations: MESHED, spec: { hostNetwork: true, ...port(80) } });
    expect(refused(apps)).toEqual([
      sentence(
        'DaemonSet apps/web requests hostNetwork and a proxy: linkerd-cni redirects nothing in the network of the node, and the injector adds no proxy to such a pod',
      ),
    ]);
  });

  test.each(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'Pod', 'ReplicaSet', 'StatefulSet'])(
    'fails one that a %s makes',
    (kind) => {
      expect(refused((chart) => pods(chart, { kind, annotations: MESHED }))).toHaveLength(1);
    },
  );

  test('fails one whose init container takes the port, and each of several ports', () => {
    const [{ name, ports }] = port(80).containers as [{ name: string; ports: object[] }];
    const spec = { initContainers: [{ name, ports }], containers: [{ name: 'b', ports: [...ports, ...ports] }] };
    expect(refused((chart) => pods(chart, { annotations: MESHED, spec }))).toHaveLength(2);
    const two = { containers: [...port(80).containers, { name: 'b', ports: [{ containerPort: 1, hostPort: 81 }] }] };
    expect(
      refused((chart) => pods(chart, { annotations: { 'linkerd.io/inject': 'ingress' }, spec: two })),
    ).toHaveLength(2);
  });

  test('accepts pods that take no port of their node', () => {
    const spec = {
      containers: [{ name: 'web', ports: [{ containerPort: 8080 }, { containerPort: 81, hostPort: 0 }] }],
    };
    expect(refused((chart) => pods(chart, { annotations: MESHED, spec }))).toEqual([]);
    expect(refused((chart) => pods(chart, { annotations: MESHED, spec: { containers: [] } }))).toEqual([]);
  });

  test('are not those that nothing meshes', () => {
    expect(refused((chart) => pods(chart))).toEqual([]);
    expect(refused((chart) => pods(chart, { annotations: MESHED, namespace: 'kube-system' }))).toEqual([]);
    const inNamespace = (given: Parameters<typeof namespace>[1], own: Record<string, string> = {}) =>
      refused((chart) => {
        namespace(chart, given);
        pods(chart, { annotations: own });
      });
    expect(inNamespace({}, { 'linkerd.io/inject': 'disabled' })).toEqual([]);
    expect(inNamespace({ annotations: {} })).toEqual([]);
    expect(inNamespace({ labels: { 'config.linkerd.io/admission-webhooks': 'disabled' } })).toEqual([]);
    expect(inNamespace({ annotations: {} }, MESHED)).toHaveLength(1);
  });

  test('do not count linkerd-cni itself, whose ports are those of its own pods', () => {
    expect(refusalOf({ withCni: true, cni: { repairController: { enabled: true } } })).toEqual([]);
  });
});
