import { Duration, Size } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { applicationOf, orders, prometheus, versions, workloadOf } from '../../../support/application.js';
import { ofOrders, ofWorkload, said, where } from '../../../support/intent-problems.js';

describe('fails workloads', () => {
  const inWorkload = `${where}: workload`;
  const [container] = orders.containers;
  if (container === undefined) throw new Error('The example has a container.');

  test('with two of a name or a number', () => {
    const port = { name: 'http', port: 8080, appProtocol: 'http' } as const;
    expect(
      ofWorkload({ ports: [port, port], versions: [versions[0], versions[0]], containers: [container, container] }),
    ).toEqual([
      `${inWorkload}.ports is port name 'http' twice, expected each port name only once. Rename or drop one.`,
      `${inWorkload}.ports is container port '8080' twice, expected each container port only once. Rename or drop one.`,
      `${inWorkload}.ports is Service port '8080' twice, expected each Service port only once. Rename or drop one.`,
      `${inWorkload}.containers is container 'orders' twice, expected each container only once. Rename or drop one.`,
      `${inWorkload}.versions is version 'v1' twice, expected each version only once. Rename or drop one.`,
    ]);
  });

  test('whose containers mount, listen and are probed where there is nothing', () => {
    const { probes, ...unprobed } = container;
    expect(ofWorkload({ containers: [{ ...unprobed, mounts: { data: '/data' } }] })).toEqual([
      `${inWorkload}.containers[0].mounts.data is a volume that the workload does not have, expected one of its volumes; it has none. Add the volume to volumes, or drop the mount.`,
      `${inWorkload}.containers[0].probes is absent, but the container has a port, expected readiness and liveness. Set how the kubelet detects that it is ready: otherwise it gets requests before it can answer.`,
    ]);
    const ports = [{ name: 'api', port: 8080, appProtocol: 'http', container: 'sidecar' }] as const;
    expect(ofWorkload({ ports, containers: [unprobed] })).toEqual([
      `${inWorkload}.ports[0].container is 'sidecar', which the workload does not have, expected orders. Name the container that listens on api.`,
    ]);
    const liveness = { check: { kind: 'tcp', port: 'admin' }, period: Duration.millis(1500) } as const;
    expect(
      ofWorkload({
        containers: [{ ...container, probes: { ...container.probes, liveness } as typeof container.probes & object }],
      }),
    ).toEqual([
      `${inWorkload}.containers[0].probes.liveness.check.port is 'admin', which the workload does not have, expected http or raw. Name one of its ports.`,
      `${inWorkload}.containers[0].probes.liveness.period is 1500 ms, expected whole seconds: Kubernetes accepts no fractions. Round it.`,
    ]);
  });

  test('with volumes that do not fit', () => {
    expect(ofWorkload({ volumes: { data: { kind: 'claim', size: Size.gibibytes(1) } } })).toEqual([
      `${inWorkload}.volumes.data is a claim in a Deployment, whose pods would all share one volume, expected a StatefulSet, which gives each pod its own volume. Set kind to 'StatefulSet', or use a scratch volume.`,
      `${inWorkload}.volumes.data is mounted by no container, expected a volume that a container mounts. Mount it, or remove it.`,
    ]);
  });

  test('with names that leave no room', () => {
    const workload = workloadOf('a-name-that-is-far-longer-than-anyone-needs');
    expect(said(applicationOf({ workload, callers: 'nobody' }))).toEqual([
      "Application 'shop': service 'shop/a-name-that-is-far-longer-than-anyone-needs': workload.name is 'a-name-that-is-far-longer-than-anyone-needs', 43 characters with its version, expected up to 40 characters, since names of pods and Services are derived from it. Choose a shorter name.",
    ]);
  });
});

describe('fails what Kubernetes or an injector would refuse later', () => {
  const [container] = orders.containers;
  const ofContainer = (changes: object) =>
    ofWorkload({ containers: [{ ...(container as object), ...changes }] as never });
  const says = (problems: readonly string[], place: string, got: string) =>
    expect(problems.join('\n')).toContain(`/orders': workload.${place} is ${got}`);

  test('in the pod itself', () => {
    const numbered = said(applicationOf({ workload: workloadOf('1orders'), callers: 'nobody' })).join('\n');
    expect(numbered).toContain("workload.name is '1orders', expected a letter first");
    says(ofWorkload({ namespace: 'kube-system' }), 'namespace', "'kube-system', which belongs to the cluster");
    for (const port of [15_006, 4143]) {
      const ports = [{ name: 'http', port, appProtocol: 'http' } as const];
      says(ofWorkload({ ports }), 'ports[0].port', `${port}, on which the mesh proxy listens`);
    }
    says(ofWorkload({ terminationGracePeriod: Duration.millis(1500) }), 'terminationGracePeriod', '1500 ms');
  });

  test('in names of volumes and files', () => {
    const scratch = { kind: 'scratch', sizeLimit: Size.mebibytes(1) } as const;
    says(ofWorkload({ volumes: { 'A B': scratch } }), 'volumes.A B', "the name 'A B'");
    const files = { kind: 'config', files: { '../hosts': '' } } as const;
    says(ofWorkload({ volumes: { files } }), 'volumes.files.files', "the file name '../hosts'");
  });

  test('in containers', () => {
    for (const name of ['istio-proxy', 'linkerd-proxy']) {
      says(ofContainer({ name }), 'containers[0].name', `'${name}', the name of a container that the mesh adds`);
    }
    says(ofContainer({ env: { 'A=B': '' } }), 'containers[0].env', "the name 'A=B'");
    says(ofContainer({ secretEnv: { '1A': { secret: 's', key: 'k' } } }), 'containers[0].env', "the name '1A'");
    const key = { secret: 's', key: 'k' };
    says(
      ofContainer({ env: { A: '' }, secretEnv: { A: key } }),
      'containers[0].secretEnv.A',
      'a variable that env also states',
    );
    const odd = { A: { secret: 's', key: 'a/b' } };
    says(ofContainer({ secretEnv: odd }), 'containers[0].secretEnv.A.key', "'a/b'");
    says(ofContainer({ mounts: { a: '/x', b: '/x' } }), 'containers[0].mounts.b', "'/x', where a is also mounted");
  });

  test('in labels of external pods', () => {
    for (const podLabels of [{ 'a b': 'c' }, { app: 'two words' }] as const) {
      const from = { ...prometheus, podLabels } as typeof prometheus;
      expect(ofOrders({ callers: [{ from, port: 'http' }] })).toEqual([
        expect.stringContaining(`${where}: callers[0].from.podLabels is '`),
      ]);
    }
  });
});
