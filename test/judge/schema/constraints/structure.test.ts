import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';

describe('constraints beyond schemas', () => {
  test('fails a namespace on a cluster-scoped object', async () => {
    expect(await findingsOn('{ apiVersion: v1, kind: Namespace, metadata: { name: a, namespace: b } }')).toEqual([
      'schema/namespace-on-cluster-scoped metadata.namespace: "b" -> no namespace, because Namespace is cluster-scoped | Remove metadata.namespace.',
    ]);
    expect(await findingsOn('{ apiVersion: v1, kind: ConfigMap, metadata: { name: a } }')).toEqual([]);
  });

  test.each([
    [
      'containers',
      '      containers:',
      '      initContainers: [{ name: app, image: a }]\n      containers:',
      'containers[0].name: "app"',
      'a name that spec.template.spec.initContainers[0] does not have',
    ],
    [
      'variables',
      '{ name: A, value: "1" }',
      '{ name: A, value: "1" }, { name: A, value: "2" }',
      'containers[0].env[1].name: "A"',
      'a name that spec.template.spec.containers[0].env[0] does not have',
    ],
    [
      'ports',
      'ports: [{',
      'ports: [{ name: http, containerPort: 1 }, {',
      'containers[0].ports[1].name: "http"',
      'a name that spec.template.spec.containers[0].ports[0] does not have',
    ],
    [
      'mounts',
      'mountPath: /data }',
      'mountPath: /data }, { name: data, mountPath: /data }',
      'containers[0].volumeMounts[1].mountPath: "/data"',
      'a mountPath that spec.template.spec.containers[0].volumeMounts[0] does not have',
    ],
    [
      'volumes',
      'emptyDir: {} }',
      'emptyDir: {} }, { name: data, emptyDir: {} }',
      'volumes[1].name: "data"',
      'a name that spec.template.spec.volumes[0] does not have',
    ],
  ])('fails two %s with the same key', async (_, from, to, found, expected) => {
    expect(await findingsOn(valid.deployment.replace(from, to))).toEqual([
      `schema/duplicate-key spec.template.spec.${found} again -> ${expected} | Rename or remove one of the two.`,
    ]);
  });

  test('fails an APIService that does not name its Service', async () => {
    const apiService = (service: string) =>
      `{ apiVersion: apiregistration.k8s.io/v1, kind: APIService, metadata: { name: v1.a.b }, spec: { group: a.b, version: v1, groupPriorityMinimum: 1, versionPriority: 1${service} } }`;
    expect(await findingsOn(apiService(', service: { name: "" }'))).toEqual([
      'schema/missing-field spec.service.name: nothing -> the name of the Service | Add "name", the name of the Service.',
      'schema/missing-field spec.service.namespace: nothing -> the namespace of the Service | Add "namespace", the namespace of the Service.',
    ]);
    expect(await findingsOn(apiService(', service: { name: a, namespace: b }'), apiService(''))).toEqual([]);
  });

  test('fails two Service ports with the same number, where TCP is the default protocol', async () => {
    const ports = (second: string) => valid.service.replace('ports: [{', `ports: [{ name: b, ${second} }, {`);
    expect(await findingsOn(ports('port: 80'))).toEqual([
      'schema/duplicate-key spec.ports[1].port: 80 and "TCP" again -> a port and protocol that spec.ports[0] does not have | Rename or remove one of the two.',
    ]);
    expect(await findingsOn(ports('port: 80, protocol: UDP'))).toEqual([]);
  });

  test('fails two claim templates with the same name', async () => {
    const second =
      '    - { metadata: { name: data }, spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 1Gi } } } }\n';
    expect(await findingsOn(`${valid.statefulSet}${second}`)).toEqual([
      'schema/duplicate-key spec.volumeClaimTemplates[1].metadata.name: "data" again -> a name that spec.volumeClaimTemplates[0].metadata does not have | Rename or remove one of the two.',
    ]);
  });

  test("fails a selector that does not match the workload's own pods", async () => {
    const selector = (labels: string) =>
      valid.deployment.replace('selector: { matchLabels: { app: web } }', `selector: { matchLabels: ${labels} }`);
    expect(await findingsOn(selector('{ app: wep }'), selector('{ app: web, tier: front }'))).toEqual([
      'schema/selector-mismatch spec.selector.matchLabels.app: "wep" -> the value of the pod template\'s label, "web" | Give the selector and the pod template the same label.',
      'schema/selector-mismatch spec.selector.matchLabels.tier: "front" -> the value of the pod template\'s label, which is missing | Give the selector and the pod template the same label.',
    ]);
  });

  test('fails a mount of a volume that the pod lacks', async () => {
    expect(
      await findingsOn(
        valid.statefulSet.replace('name: data, mountPath', 'name: dato, mountPath'),
        valid.deployment.replace('      volumes: [{ name: data, emptyDir: {} }]\n', ''),
        valid.deployment.replace('name: data, mountPath', 'name: zebra, mountPath'),
      ),
    ).toEqual([
      'schema/unknown-volume spec.template.spec.containers[0].volumeMounts[0].name: "dato" -> one of data | Write "data", or add the volume.',
      'schema/unknown-volume spec.template.spec.containers[0].volumeMounts[0].name: "data" -> no mount, because the pod has no volumes | Add the volume, or remove the mount.',
      'schema/unknown-volume spec.template.spec.containers[0].volumeMounts[0].name: "zebra" -> one of data | Add the volume, or remove the mount.',
    ]);
  });

  test('looks into bare pods and cron jobs too', async () => {
    const spec = 'spec: { containers: [{ name: a, image: a, volumeMounts: [{ name: v, mountPath: /v }] }] }';
    const pod = `{ apiVersion: v1, kind: Pod, metadata: { name: a }, ${spec} }`;
    const cronJob = `{ apiVersion: batch/v1, kind: CronJob, metadata: { name: a }, spec: { schedule: "1 * * * *", jobTemplate: { spec: { template: { ${spec.replace('{', '{ restartPolicy: Never,')} } } } } }`;
    expect((await findingsOn(pod, cronJob)).map((line) => line.split(':')[0])).toEqual([
      'schema/unknown-volume spec.containers[0].volumeMounts[0].name',
      'schema/unknown-volume spec.jobTemplate.spec.template.spec.containers[0].volumeMounts[0].name',
    ]);
  });

  test('fails data that is not base64, and does not print it', async () => {
    expect(
      await findingsOn(
        valid.secret.replace('aHVudGVyMg==', 'hunter2!'),
        '{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, binaryData: { a: "?" } }',
      ),
    ).toEqual([
      'schema/value-not-allowed data.token: <redacted 8 bytes> -> base64 | Encode the value, or move it to stringData.',
      'schema/value-not-allowed binaryData.a: "?" -> base64 | Encode the value, or move it to data.',
    ]);
  });
});
