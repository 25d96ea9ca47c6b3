import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';
import { onContainer, onPod } from './pod-findings.js';

const onVolume = (fields: string) =>
  onPod(`{ containers: [{ name: a, image: a }], volumes: [{ name: v, ${fields} }] }`);

describe('containers', () => {
  test('fails a pod without one, and one without an image', async () => {
    expect(await onPod('{ containers: [] }')).toEqual([
      'schema/value-not-allowed spec.containers: no container -> at least one container',
    ]);
    expect(await onPod('{ containers: [{ name: a }] }')).toEqual([
      'schema/missing-field spec.containers[0].image: nothing -> the image of the container',
    ]);
    const bare = valid.deployment.replace(/ {6}containers:[\s\S]*/, '').replace('    spec:\n', '');
    expect((await findingsOn(bare)).map((line) => line.split(':')[0])).toEqual([
      'schema/missing-field spec.template.spec',
    ]);
  });

  test.each([
    ['ports: [{ name: Http_Port, containerPort: 1 }]', 'invalid-name spec.containers[0].ports[0].name'],
    ['ports: [{ name: a-name-of-sixteen, containerPort: 1 }]', 'invalid-name spec.containers[0].ports[0].name'],
    ['ports: [{ containerPort: 0 }]', 'value-not-allowed spec.containers[0].ports[0].containerPort'],
    ['ports: [{ containerPort: 65536 }]', 'value-not-allowed spec.containers[0].ports[0].containerPort'],
    ['ports: [{ containerPort: 1 }, { containerPort: 1 }]', 'duplicate-key spec.containers[0].ports[1].containerPort'],
    ['lifecycle: { preStop: {} }', 'value-not-allowed spec.containers[0].lifecycle.preStop'],
    ['lifecycle: { preStop: { exec: {} } }', 'missing-field spec.containers[0].lifecycle.preStop.exec.command'],
  ])('fails %s', async (fields, place) => {
    expect((await onContainer(fields)).map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test.each([
    ["mountPath: ''", 'missing-field spec.containers[0].volumeMounts[0].mountPath'],
    ["mountPath: 'C:/a'", 'value-not-allowed spec.containers[0].volumeMounts[0].mountPath'],
    ['mountPath: /a, subPath: ../b', 'value-not-allowed spec.containers[0].volumeMounts[0].subPath'],
    ['mountPath: /a, subPath: /b', 'value-not-allowed spec.containers[0].volumeMounts[0].subPath'],
    ['mountPath: /a, subPath: b, subPathExpr: c', 'value-not-allowed spec.containers[0].volumeMounts[0]'],
  ])('fails a mount with %s', async (fields, place) => {
    const found = await onPod(
      `{ volumes: [{ name: v, emptyDir: {} }], containers: [{ name: a, image: a, volumeMounts: [{ name: v, ${fields} }] }] }`,
    );
    expect(found.map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test.each([
    ['runAsUser: -1', 'runAsUser: -1 -> at least 0'],
    ['runAsGroup: 2147483648', 'runAsGroup: 2147483648 -> at most 2147483647'],
  ])('fails %s of a container', async (fields, found) => {
    expect(await onContainer(`securityContext: { ${fields} }`)).toEqual([
      `schema/value-not-allowed spec.containers[0].securityContext.${found}`,
    ]);
  });

  test.each([
    ['runAsUser: 2147483648', 'runAsUser: 2147483648 -> at most 2147483647'],
    ['runAsGroup: -1', 'runAsGroup: -1 -> at least 0'],
    ['fsGroup: -1', 'fsGroup: -1 -> at least 0'],
    ['supplementalGroups: [0, -1]', 'supplementalGroups[1]: -1 -> at least 0'],
  ])('fails %s of a pod', async (fields, found) => {
    expect(await onPod(`{ containers: [{ name: a, image: a }], securityContext: { ${fields} } }`)).toEqual([
      `schema/value-not-allowed spec.securityContext.${found}`,
    ]);
  });

  test('fails an empty name', async () => {
    expect(await onPod("{ containers: [{ name: '', image: a }] }")).toEqual([
      'schema/missing-field spec.containers[0].name: nothing -> the name of the container',
    ]);
  });

  test('fails a name that is no DNS label', async () => {
    expect((await onPod('{ containers: [{ name: a.b, image: a }] }'))[0]).toContain(
      'schema/invalid-name spec.containers[0].name: "a.b" -> at most 63',
    );
  });

  test('accepts the same port by another protocol, and every port name that Kubernetes does', async () => {
    expect(
      await onContainer(
        'ports: [{ name: dns-udp, containerPort: 53, protocol: UDP }, { name: 9a, containerPort: 53 }], lifecycle: {}',
      ),
    ).toEqual([]);
  });
});

describe('init containers', () => {
  const onInit = (fields: string) =>
    onPod(`{ containers: [{ name: a, image: a }], initContainers: [{ name: i, image: i, ${fields} }] }`);

  test.each([
    ['lifecycle', '{ preStop: { sleep: { seconds: 1 } } }'],
    ['livenessProbe', '{ tcpSocket: { port: 1 } }'],
    ['readinessProbe', '{ tcpSocket: { port: 1 } }'],
    ['startupProbe', '{ tcpSocket: { port: 1 } }'],
  ])('fails a %s of one that must end, and accepts that of a sidecar', async (name, value) => {
    const sentence = `schema/value-not-allowed spec.initContainers[0].${name}: set on an init container that must end -> nothing, or restartPolicy: Always, which makes the container a sidecar`;
    expect(await onInit(`${name}: ${value}`)).toEqual([sentence]);
    expect(await onInit(`${name}: ${value}, restartPolicy: Never`)).toEqual([sentence]);
    expect(await onInit(`${name}: ${value}, restartPolicy: Always`)).toEqual([]);
  });
});

describe('pods', () => {
  const fields = (text: string) => onPod(`{ containers: [{ name: a, image: a }], ${text} }`);

  test.each(['nodeName', 'priorityClassName', 'runtimeClassName', 'serviceAccountName'])(
    'fail with a name that no object of the kind of %s has',
    async (field) => {
      expect(await fields(`${field}: A`)).toEqual([
        `schema/invalid-name spec.${field}: "A" -> at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends of each part`,
      ]);
      expect(await fields(`${field}: a.b`)).toEqual([]);
    },
  );

  test.each(['hostname', 'subdomain'])(
    'fail with a %s of two parts, unless a StatefulSet replaces it',
    async (field) => {
      expect(await fields(`${field}: a.b`)).toEqual([
        `schema/invalid-name spec.${field}: "a.b" -> at most 63 of a-z, 0-9 and -, with a letter or digit at both ends`,
      ]);
      expect(
        await findingsOn(valid.statefulSet.replace('      containers:', `      ${field}: a.b\n      containers:`)),
      ).toEqual([]);
    },
  );

  test('fail with a deadline of no second', async () => {
    expect(await fields('activeDeadlineSeconds: 0')).toEqual([
      'schema/value-not-allowed spec.activeDeadlineSeconds: 0 -> at least 1',
    ]);
  });

  test('may leave an empty text where the API server has a default', async () => {
    expect(await fields("restartPolicy: '', dnsPolicy: ''")).toEqual([]);
    expect(
      await onContainer(
        "imagePullPolicy: '', terminationMessagePolicy: '', ports: [{ containerPort: 1, protocol: '' }], livenessProbe: { httpGet: { port: 1, scheme: '' } }",
      ),
    ).toEqual([]);
  });

  test('name no empty text among the allowed values', async () => {
    expect(await fields('dnsPolicy: Defualt')).toEqual([
      'schema/value-not-allowed spec.dnsPolicy: "Defualt" -> one of ClusterFirst, ClusterFirstWithHostNet, Default, None',
    ]);
  });
});

describe('environment', () => {
  test.each([
    ['env: [{ name: A, valueFrom: {} }]', 'value-not-allowed spec.containers[0].env[0].valueFrom'],
    [
      'env: [{ name: A, value: b, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]',
      'value-not-allowed spec.containers[0].env[0].valueFrom',
    ],
    [
      'env: [{ name: A, valueFrom: { secretKeyRef: { key: a } } }]',
      'missing-field spec.containers[0].env[0].valueFrom.secretKeyRef.name',
    ],
    [
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: a, key: a/b } } }]',
      'invalid-name spec.containers[0].env[0].valueFrom.configMapKeyRef.key',
    ],
    [
      'env: [{ name: A, valueFrom: { secretKeyRef: { name: a, key: "" } } }]',
      'missing-field spec.containers[0].env[0].valueFrom.secretKeyRef.key',
    ],
    [
      'env: [{ name: A, valueFrom: { configMapKeyRef: { name: A, key: a } } }]',
      'invalid-name spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
    ],
    ['envFrom: [{ secretRef: { name: A } }]', 'invalid-name spec.containers[0].envFrom[0].secretRef.name'],
    ['env: [{ name: "A=B", value: b }]', 'invalid-name spec.containers[0].env[0].name'],
    ['env: [{ name: "", value: b }]', 'missing-field spec.containers[0].env[0].name'],
    ['envFrom: [{ prefix: A }]', 'value-not-allowed spec.containers[0].envFrom[0]'],
    ['envFrom: [{ secretRef: {} }]', 'missing-field spec.containers[0].envFrom[0].secretRef.name'],
  ])('fails %s', async (fields, place) => {
    expect((await onContainer(fields)).map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test('accepts the key of a file, which 1.34 added', async () => {
    expect(
      await onContainer('env: [{ name: A, valueFrom: { fileKeyRef: { volumeName: a, path: b, key: C } } }]'),
    ).toEqual([]);
  });

  test('accepts values, sources and an empty value beside a source', async () => {
    expect(
      await onContainer(
        'env: [{ name: A }, { name: b.c, value: "" }, { name: C, value: "", valueFrom: { secretKeyRef: { name: a, key: tls.crt } } }], envFrom: [{ configMapRef: { name: a } }]',
      ),
    ).toEqual([]);
  });
});

describe('volumes', () => {
  test('fails one without a source, which would silently be empty, and one with two', async () => {
    const onlyName = await onPod('{ containers: [{ name: a, image: a }], volumes: [{ name: v }] }');
    expect(onlyName).toEqual([
      'schema/value-not-allowed spec.volumes[0]: no source, which makes it an empty folder -> one source, such as configMap, secret or emptyDir',
    ]);
    expect(await onVolume('emptyDir: {}, secret: { secretName: a }')).toEqual([
      'schema/value-not-allowed spec.volumes[0]: emptyDir and secret -> one source',
    ]);
  });

  test.each([
    ["hostPath: { path: '' }", 'missing-field spec.volumes[0].hostPath.path'],
    ['hostPath: { path: /a/../b }', 'value-not-allowed spec.volumes[0].hostPath.path'],
    ["persistentVolumeClaim: { claimName: '' }", 'missing-field spec.volumes[0].persistentVolumeClaim.claimName'],
    ["secret: { secretName: a, items: [{ key: '', path: a }] }", 'missing-field spec.volumes[0].secret.items[0].key'],
    [
      'secret: { secretName: a, items: [{ key: a, path: a, mode: -1 }] }',
      'value-not-allowed spec.volumes[0].secret.items[0].mode',
    ],
    [
      'secret: { secretName: a, items: [{ key: a, path: ..a }] }',
      'value-not-allowed spec.volumes[0].secret.items[0].path',
    ],
    ['projected: { defaultMode: 512 }', 'value-not-allowed spec.volumes[0].projected.defaultMode'],
    ['downwardAPI: { defaultMode: 512 }', 'value-not-allowed spec.volumes[0].downwardAPI.defaultMode'],
    [
      'projected: { sources: [{ serviceAccountToken: { path: a, expirationSeconds: 599 } }] }',
      'value-not-allowed spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds',
    ],
    ['configMap: {}', 'missing-field spec.volumes[0].configMap.name'],
    ['secret: {}', 'missing-field spec.volumes[0].secret.secretName'],
    ['secret: { secretName: a, defaultMode: 644 }', 'value-not-allowed spec.volumes[0].secret.defaultMode'],
    [
      'configMap: { name: a, items: [{ key: a, path: ../b }] }',
      'value-not-allowed spec.volumes[0].configMap.items[0].path',
    ],
    ['projected: { sources: [{}] }', 'value-not-allowed spec.volumes[0].projected.sources[0]'],
    ['projected: { sources: [{ secret: {} }] }', 'missing-field spec.volumes[0].projected.sources[0].secret.name'],
    [
      'projected: { sources: [{ configMap: {} }] }',
      'missing-field spec.volumes[0].projected.sources[0].configMap.name',
    ],
  ])('fails %s', async (fields, place) => {
    expect((await onVolume(fields)).map((line) => line.split(':')[0])).toEqual([`schema/${place}`]);
  });

  test('fails a name that is no DNS label', async () => {
    expect(
      (await onPod('{ containers: [{ name: a, image: a }], volumes: [{ name: A_b, emptyDir: {} }] }'))[0],
    ).toContain('schema/invalid-name spec.volumes[0].name');
  });

  test('accepts an empty folder in any spelling, and the widest mode', async () => {
    expect(await onVolume('emptyDir: ~')).toEqual([]);
    expect(await onVolume('secret: { secretName: a, defaultMode: 511 }')).toEqual([]);
  });
});
