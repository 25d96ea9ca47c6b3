import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';
import { onContainer, onPod } from './pod-findings.js';

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

describe('probes', () => {
  const probe = 'livenessProbe: { tcpSocket: { port: 1 },';

  test('fails one without a handler, with two, or with a command of nothing', async () => {
    const list = 'exec, grpc, httpGet, tcpSocket';
    expect(await onContainer('livenessProbe: {}')).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe: a mapping with none of them -> exactly one of ${list}`,
    ]);
    expect(await onContainer(`${probe} exec: { command: [a] } }`)).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe: a mapping with exec and tcpSocket -> exactly one of ${list}`,
    ]);
    expect(await onContainer('startupProbe: { exec: { command: [] } }')).toEqual([
      'schema/missing-field spec.containers[0].startupProbe.exec.command: nothing -> the command to run',
    ]);
  });

  test.each([
    ['periodSeconds: 0', '0, which the API server replaces with 10 -> at least 1'],
    ['failureThreshold: 0', '0, which the API server replaces with 3 -> at least 1'],
    ['timeoutSeconds: -1', '-1 -> at least 1'],
    ['initialDelaySeconds: -1', '-1 -> at least 0'],
    ['successThreshold: 2', '2 -> 1, for a livenessProbe'],
    ['terminationGracePeriodSeconds: 0', '0 -> at least 1'],
  ])('fails %s', async (field, found) => {
    const [name] = field.split(':');
    expect(await onContainer(`${probe} ${field} }`)).toEqual([
      `schema/value-not-allowed spec.containers[0].livenessProbe.${name}: ${found}`,
    ]);
  });

  test('fails a port that is none, and a grace period of a readiness probe', async () => {
    const found = await onContainer(
      'livenessProbe: { httpGet: { port: 0, httpHeaders: [{ name: "a b", value: c }] } }, readinessProbe: { tcpSocket: { port: No_Port }, terminationGracePeriodSeconds: 1 }',
    );
    expect(found.map((line) => line.split(':')[0])).toEqual([
      'schema/value-not-allowed spec.containers[0].livenessProbe.httpGet.httpHeaders[0].name',
      'schema/value-not-allowed spec.containers[0].livenessProbe.httpGet.port',
      'schema/invalid-name spec.containers[0].readinessProbe.tcpSocket.port',
      'schema/value-not-allowed spec.containers[0].readinessProbe.terminationGracePeriodSeconds',
    ]);
  });

  test('fails a port without a name, and a number in quotes, which is no name', async () => {
    const port = (text: string) => onContainer(`livenessProbe: { httpGet: { port: ${text} } }`);
    expect(await port("''")).toEqual([
      'schema/missing-field spec.containers[0].livenessProbe.httpGet.port: nothing -> the number or the name of the port',
    ]);
    expect((await port('"8080"'))[0]).toContain(
      'schema/invalid-name spec.containers[0].livenessProbe.httpGet.port: "8080"',
    );
  });

  test('accepts the least numbers, named ports and readiness that has to last', async () => {
    expect(
      await onContainer(
        `${probe} initialDelaySeconds: 0, periodSeconds: 1, failureThreshold: 1 }, readinessProbe: { httpGet: { port: http, path: / }, successThreshold: 2 }`,
      ),
    ).toEqual([]);
  });
});
