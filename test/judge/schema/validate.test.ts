import fc from 'fast-check';
import { dump, load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { validate } from '../../../lib/judge/schema/validate.js';
import { type PathStep, at as pathOf } from '../../../lib/manifest/field-path.js';
import type { Json, JsonObject } from '../../../lib/manifest/object.js';
import { clusterOf, findingsOn, valid } from './objects.js';

/** Mappings whose keys users choose. */
const OPEN = ['annotations', 'data', 'labels', 'limits', 'matchLabels', 'requests'];
const SERVICE_SELECTOR = 'spec.selector';

/** Places of all keys that a schema knows, below the identity. */
function knownKeys(value: Json, at: readonly PathStep[] = []): (readonly PathStep[])[] {
  if (Array.isArray(value)) return value.flatMap((item, position) => knownKeys(item, [...at, position]));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const here = [...at, key];
    const identity =
      at.length === 0 ? ['apiVersion', 'kind', 'metadata'].includes(key) : pathOf('', ...here) === 'metadata.name';
    const open = OPEN.includes(key);
    return [...(identity ? [] : [here]), ...(open ? [] : knownKeys(child, here))];
  });
}

function renamed(value: Json, at: readonly PathStep[], name: string): Json {
  const [first, ...rest] = at;
  if (Array.isArray(value))
    return value.map((item, position) => (position === first ? renamed(item, rest, name) : item));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, child]): [string, Json] => {
    if (key !== first) return [key, child];
    return rest.length === 0 ? [name, child] : [key, renamed(child, rest, name)];
  });
  return Object.fromEntries(entries);
}

describe('validate', () => {
  test('accepts valid objects of every sort', async () => {
    expect(await findingsOn(...Object.values(valid))).toEqual([]);
  });

  test('fails a misspelt key anywhere, at that very place', async () => {
    const objects = [
      valid.deployment,
      valid.statefulSet,
      valid.service,
      valid.networkPolicy,
      valid.certificate,
      valid.server,
    ].map((text) => load(text) as JsonObject);
    const places = objects.flatMap((object) =>
      knownKeys(object)
        .filter((at) => object['kind'] !== 'Service' || !pathOf('', ...at).startsWith(`${SERVICE_SELECTOR}.`))
        .map((at) => ({ object, at })),
    );
    const property = fc.asyncProperty(fc.constantFrom(...places), fc.nat(), async ({ object, at }, position) => {
      const key = String(at.at(-1));
      const cut = position % key.length;
      const typo = `${key.slice(0, cut)}${key[cut]}${key[cut]}${key.slice(cut + 1)}`;
      const findings = await validate(clusterOf(dump(renamed(object, at, typo))));
      const place = pathOf('', ...at.slice(0, -1), typo);
      expect(findings.map(({ rule, path }) => `${rule} ${path}`)).toContain(`schema/unknown-field ${place}`);
      const unknown = findings.find(({ path }) => path === place);
      expect(unknown?.expected).toBe(`"${key}"`);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('never throws, whatever an object holds beside its identity', async () => {
    const kinds = ['v1 Pod', 'v1 Service', 'v1 Secret', 'apps/v1 StatefulSet', 'policy.linkerd.io/v1beta3 HTTPRoute'];
    const keys = fc.constantFrom(
      'spec',
      'template',
      'metadata',
      'containers',
      'labels',
      'data',
      'ports',
      'name',
      'rules',
    );
    const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>(null, 'a', 1, true),
        fc.array(tie('tree'), { maxLength: 2 }),
        fc.dictionary(keys, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const property = fc.asyncProperty(fc.constantFrom(...kinds), tree, tree, async (kind, spec, other) => {
      const [apiVersion, name] = kind.split(' ');
      const object = { apiVersion, kind: name, metadata: { name: 'a', labels: other }, spec, data: other };
      await validate(clusterOf(JSON.stringify(object)));
    });
    await fc.assert(property, { numRuns: 100 });
  });

  test('fails each identity field that is missing or not a string', async () => {
    expect(await findingsOn('metadata: { name: 7 }')).toEqual([
      'schema/missing-identity apiVersion: nothing -> a string that is not empty | Set apiVersion.',
      'schema/missing-identity kind: nothing -> a string that is not empty | Set kind.',
      'schema/missing-identity metadata.name: 7 -> a string that is not empty | Set metadata.name.',
    ]);
  });

  test('takes a null in a native object for an absent field, and refuses it in a custom one', async () => {
    expect(await findingsOn(valid.deployment.replace('replicas: 2', 'replicas: null'))).toEqual([]);
    expect(
      await findingsOn(valid.deployment.replace('serviceName', 'x').replace(/selector: .*/, 'selector: null')),
    ).toEqual(['schema/missing-field spec.selector: nothing -> a mapping | Add "selector", a mapping.']);
    expect(await findingsOn(valid.server.replace('port: http', 'port: null'))).toEqual([
      'schema/wrong-type spec.port: null -> an integer or a string | Write an integer or a string.',
    ]);
  });

  test('states one finding for a field that breaks several rules', async () => {
    expect(await findingsOn(valid.deployment.replace('protocol: TCP', 'protocol: 6'))).toEqual([
      'schema/wrong-type spec.template.spec.containers[0].ports[0].protocol: 6 -> one of SCTP, TCP, UDP | Write it in quotes.',
    ]);
  });

  test('sorts by document, then by path, and names subject, cluster and severity', async () => {
    const cluster = clusterOf(valid.service.replace('port: 80', 'prot: 80'), valid.service.replace('spec:', 'spce:'));
    const findings = await validate(cluster);
    expect(findings.map(({ resource, path }) => `${resource.document} ${path}`)).toEqual([
      '0 spec.ports[0].port',
      '0 spec.ports[0].prot',
      '1 spce',
      '1 spec',
    ]);
    expect(findings[0]).toMatchObject({ cluster: 'test', severity: 'error', resource: cluster.resources[0] });
  });
});

describe('parts of pods in an EnvoyProxy', () => {
  const envoyProxy = (fields: string) =>
    `{ apiVersion: gateway.envoyproxy.io/v1alpha1, kind: EnvoyProxy, metadata: { name: a, namespace: b }, spec: { provider: { type: Kubernetes, kubernetes: { ${fields} } } } }`;
  const at = 'spec.provider.kubernetes';
  test.each([
    ['envoyDeployment: { strategy: { type: Never } }', 'envoyDeployment.strategy.type', 'Recreate, RollingUpdate'],
    [
      'envoyDaemonSet: { pod: { tolerations: [{ effect: Never }] } }',
      'envoyDaemonSet.pod.tolerations[0].effect',
      'NoExecute, NoSchedule, PreferNoSchedule',
    ],
    [
      'envoyDeployment: { container: { securityContext: { seccompProfile: { type: Never } } } }',
      'envoyDeployment.container.securityContext.seccompProfile.type',
      'Localhost, RuntimeDefault, Unconfined',
    ],
    [
      'envoyDeployment: { initContainers: [{ name: a, imagePullPolicy: Newest }] }',
      'envoyDeployment.initContainers[0].imagePullPolicy',
      'Always, IfNotPresent, Never',
    ],
  ])('have the values that Kubernetes accepts: %s', async (fields, path, values) => {
    expect((await findingsOn(envoyProxy(fields))).map((line) => line.replace(/: ".*" -> | \|.*/g, ' '))).toEqual([
      `schema/value-not-allowed ${at}.${path} one of ${values} `,
    ]);
    const good = fields.replace(
      /(?:type|effect|imagePullPolicy): \w+/,
      (field) => `${field.split(':')[0]}: ${values.split(', ')[0]}`,
    );
    expect(await findingsOn(envoyProxy(good))).toEqual([]);
  });

  test('have the metadata of claims', async () => {
    const claim = (metadata: string) =>
      envoyProxy(
        `envoyDeployment: { pod: { volumes: [{ name: v, ephemeral: { volumeClaimTemplate: { metadata: ${metadata}, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } } } }] } }`,
      );
    expect(await findingsOn(claim('{ labels: { a: b } }'))).toEqual([]);
    expect((await findingsOn(claim('{ labls: { a: b } }'))).map((line) => line.split(':')[0])).toEqual([
      `schema/unknown-field ${at}.envoyDeployment.pod.volumes[0].ephemeral.volumeClaimTemplate.metadata.labls`,
    ]);
  });
});

describe('native objects', () => {
  const container = (fields: string) => valid.deployment.replace('- name: app', `- name: app\n          ${fields}`);

  test('knows native sidecars and resize policies', async () => {
    const fields = 'restartPolicy: Always\n          resizePolicy: [{ resourceName: cpu, restartPolicy: NotRequired }]';
    expect(await findingsOn(container(fields))).toEqual([]);
  });

  test('fails ports out of range and values outside the closed sets', async () => {
    const weakened = [
      valid.deployment.replace('containerPort: 8080', 'containerPort: 70000'),
      container('restartPolicy: Sometimes'),
      valid.networkPolicy.replace('policyTypes: [Ingress]', 'policyTypes: [Ingres]'),
      valid.statefulSet.replace('accessModes: [ReadWriteOnce]', 'accessModes: [RWO]'),
      `${valid.networkPolicy}status: {}\n`,
    ];
    expect((await findingsOn(...weakened)).map((line) => line.split(' -> ')[0])).toEqual([
      'schema/value-not-allowed spec.template.spec.containers[0].ports[0].containerPort: 70000',
      'schema/value-not-allowed spec.template.spec.containers[0].restartPolicy: "Sometimes"',
      'schema/value-not-allowed spec.policyTypes[0]: "Ingres"',
      'schema/value-not-allowed spec.volumeClaimTemplates[0].spec.accessModes[0]: "RWO"',
      'schema/unknown-field status: the unknown field "status"',
    ]);
  });

  test('accepts a status, and claim templates without apiVersion and kind', async () => {
    expect(await findingsOn(`${valid.service}status: { loadBalancer: {} }\n`)).toEqual([]);
    expect(
      await findingsOn(valid.statefulSet.replace(/apiVersion: v1\n {6}kind: PersistentVolumeClaim\n {6}/, '')),
    ).toEqual([]);
  });
});
