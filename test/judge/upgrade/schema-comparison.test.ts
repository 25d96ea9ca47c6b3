import { describe, expect, test } from 'vitest';
import type { Step } from '../../../lib/judge/upgrade/request.js';
import { compareSchemas } from '../../../lib/judge/upgrade/schema-comparison.js';
import { documents, object } from '../../support/manifests.js';
import { clusterOf } from './cluster.js';

type Way = readonly [project: Step['project'], from: string, to: string];

async function compare(text: string, ...ways: readonly Way[]) {
  const steps = ways.map(([project, from, to]): Step => ({ project, from, to, origin: 'stated' }));
  const { consequences, faultsBefore, notCompared } = await compareSchemas({ cluster: clusterOf(text), steps });
  return {
    consequences: consequences.map(({ weight, release, resource, path }) =>
      [weight, release, resource.object.kind, path].join(' '),
    ),
    said: consequences.map(({ what, action, source }) => ({ what, action, source })),
    faultsBefore,
    notCompared: notCompared.map((resource) => resource.object.kind),
  };
}

const flowSchema = `
apiVersion: flowcontrol.apiserver.k8s.io/v1beta3
kind: FlowSchema
metadata: { name: a }
spec: { priorityLevelConfiguration: { name: x } }
`;
const MONITORING = 'monitoring.coreos.com';

describe('a version of a kind', () => {
  test('is refused by the release that removes it, with what to write instead', async () => {
    const { consequences, said } = await compare(flowSchema, ['kubernetes', '1.29', '1.33']);
    expect(consequences).toEqual(['refused 1.32 FlowSchema apiVersion']);
    expect(said).toEqual([
      {
        what: 'Kubernetes 1.32 refuses flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema, which Kubernetes 1.32 removed, and expects flowcontrol.apiserver.k8s.io/v1.',
        action: 'Set apiVersion to flowcontrol.apiserver.k8s.io/v1, and check the fields that differ.',
        source: 'https://kubernetes.io/docs/reference/using-api/deprecation-guide/#v1-32',
      },
    ]);
  });

  test('is deprecated in the releases before', async () => {
    const { consequences, said } = await compare(flowSchema, ['kubernetes', '1.29', '1.31']);
    expect(consequences).toEqual(['deprecated 1.32 FlowSchema apiVersion']);
    expect(said[0]?.what).toMatch(/^Kubernetes 1\.31 still accepts it\. Kubernetes 1\.32 refuses /);
  });

  test('is a fault from before if the start refuses it too', async () => {
    expect(await compare(flowSchema, ['kubernetes', '1.32', '1.33'])).toMatchObject({
      consequences: [],
      faultsBefore: 1,
    });
  });

  test('is deprecated by a release that warns of it, if none that is known refuses it', async () => {
    const route = object(
      'gateway.networking.k8s.io/v1alpha2',
      'TCPRoute',
      'spec: { rules: [{ backendRefs: [{ name: a, port: 1 }] }] }',
    );
    const { consequences, said } = await compare(route, ['gateway-api', '1.5-experimental', '1.7-experimental']);
    expect(consequences).toEqual(['deprecated 1.6-experimental TCPRoute apiVersion']);
    expect(said[0]).toMatchObject({
      what: 'The object is gateway.networking.k8s.io/v1alpha2 TCPRoute, which Gateway API 1.6 deprecates.',
      action: 'Set apiVersion to gateway.networking.k8s.io/v1, and check the fields that differ.',
    });
  });

  test('may have no successor', async () => {
    const { said } = await compare(object('resource.k8s.io/v1alpha2', 'ResourceClass', 'driverName: a.b'), [
      'kubernetes',
      '1.30',
      '1.31',
    ]);
    expect(said[0]?.action).toBe('Remove the object before the upgrade: Kubernetes 1.31 has no other version of it.');
  });
});

describe('what became stricter', () => {
  test('a field that is gone', async () => {
    const route = object(
      'gateway.networking.k8s.io/v1',
      'HTTPRoute',
      'spec: { rules: [{ sessionPersistence: { sessionName: a } }] }',
    );
    const { consequences, said } = await compare(route, ['gateway-api', '1.5-experimental', '1.7-experimental']);
    expect(consequences).toEqual(['refused 1.7-experimental HTTPRoute spec.rules[0].sessionPersistence.sessionName']);
    expect(said[0]?.action).toBe(
      'Say the same by fields of Gateway API 1.7-experimental. Remove it only if nothing depends on what it restricts.',
    );
  });

  test('a field that must be set', async () => {
    const config = object(
      `${MONITORING}/v1alpha1`,
      'AlertmanagerConfig',
      'spec: { receivers: [{ name: a, victoropsConfigs: [{ apiUrl: "https://a" }] }] }',
    );
    expect((await compare(config, ['prometheus-operator', '0.85', '0.90'])).consequences).toEqual([
      'refused 0.90 AlertmanagerConfig spec.receivers[0].victoropsConfigs[0].routingKey',
    ]);
  });

  test('a bound', async () => {
    const monitor = object(
      `${MONITORING}/v1`,
      'ServiceMonitor',
      'spec: { selector: {}, endpoints: [], sampleLimit: -1 }',
    );
    const { consequences, said } = await compare(monitor, ['prometheus-operator', '0.92', '0.94']);
    expect(consequences).toEqual(['refused 0.93 ServiceMonitor spec.sampleLimit']);
    expect(said[0]?.action).toBe('Change it before the upgrade to at least 0.');
  });

  test('a value that is gone', async () => {
    const scrape = object(`${MONITORING}/v1alpha1`, 'ScrapeConfig', 'spec: { hetznerSDConfigs: [{ role: hcloud }] }');
    expect((await compare(scrape, ['prometheus-operator', '0.90', '0.94'])).consequences).toEqual([
      'refused 0.94 ScrapeConfig spec.hetznerSDConfigs[0].role',
    ]);
  });
});

test('of several projects, the one that makes the difference is named', async () => {
  const { consequences } = await compare(flowSchema, ['istio', '1.30', '1.32'], ['kubernetes', '1.31', '1.32']);
  expect(consequences).toEqual(['refused 1.32 FlowSchema apiVersion']);
});

test('a definition of the old release among the files does not hide what the new release changes', async () => {
  const definition = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: servicemonitors.${MONITORING} }
spec:
  group: ${MONITORING}
  scope: Namespaced
  names: { kind: ServiceMonitor, plural: servicemonitors }
  versions: [{ name: v1, served: true, storage: true, schema: { openAPIV3Schema: { type: object, x-kubernetes-preserve-unknown-fields: true } } }]
`;
  const monitor = object(
    `${MONITORING}/v1`,
    'ServiceMonitor',
    'spec: { selector: {}, endpoints: [], sampleLimit: -1 }',
  );
  const { consequences } = await compare(documents(definition, monitor), ['prometheus-operator', '0.92', '0.94']);
  expect(consequences).toEqual(['refused 0.93 ServiceMonitor spec.sampleLimit']);
});

test('objects of unknown kinds are named, and NATS alone compares no schema', async () => {
  const unknown = object('example.com/v1', 'Widget', 'spec: {}');
  expect(await compare(unknown, ['istio', '1.30', '1.31'])).toMatchObject({ notCompared: ['Widget'] });
  expect(await compare(flowSchema, ['nats', '2.14.2', '2.15.3'])).toMatchObject({ faultsBefore: 0, notCompared: [] });
});
