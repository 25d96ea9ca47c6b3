import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';

const head = (lines: string[]) => lines.map((line) => line.split(' -> ')[0]);

describe('names', () => {
  test('fails a name that is not a DNS name, with the syntax of the kind', async () => {
    expect(
      await findingsOn(
        '{ apiVersion: v1, kind: ConfigMap, metadata: { name: My_Map } }',
        '{ apiVersion: v1, kind: Namespace, metadata: { name: a.b } }',
        '{ apiVersion: v1, kind: Service, metadata: { name: 1web }, spec: { ports: [{ port: 1 }] } }',
        '{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: a/b } }',
        valid.statefulSet.replace('name: db,', 'name: db.a,'),
      ),
    ).toEqual([
      'schema/invalid-name metadata.name: "My_Map" -> at most 253 of a-z, 0-9, - and ., with a letter or digit at both ends of each part | Rename the object.',
      'schema/invalid-name metadata.name: "a.b" -> at most 63 of a-z, 0-9 and -, with a letter or digit at both ends | Rename the object.',
      'schema/invalid-name metadata.name: "1web" -> at most 63 of a-z, 0-9 and -, with a letter first and a letter or digit last | Rename the object.',
      'schema/invalid-name metadata.name: "a/b" -> text without / and % that is neither . nor .. | Rename the object.',
      'schema/invalid-name metadata.name: "db.a" -> at most 63 of a-z, 0-9 and -, with a letter or digit at both ends | Rename the object.',
    ]);
  });

  test('accepts names that only some kinds may have', async () => {
    expect(
      await findingsOn(
        '{ apiVersion: v1, kind: ConfigMap, metadata: { name: kube-root-ca.crt } }',
        '{ apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: { name: "system:Reader" } }',
        '{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: Web }, spec: {} }',
      ),
    ).toEqual([]);
  });

  test('fails a CronJob name that leaves no room for the names of its jobs', async () => {
    const cronJob = (length: number) => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: ${'a'.repeat(length)} }
spec:
  schedule: "* * * * *"
  jobTemplate: { spec: { template: { spec: { restartPolicy: Never, containers: [{ name: a, image: a }] } } } }
`;
    expect(await findingsOn(cronJob(52))).toEqual([]);
    expect(head(await findingsOn(cronJob(53)))).toEqual([`schema/invalid-name metadata.name: "${'a'.repeat(53)}"`]);
  });

  test('fails a namespace, a label value and keys of labels and annotations', async () => {
    const metadata = (fields: string) => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a, ${fields} } }`;
    expect(
      head(
        await findingsOn(
          metadata('namespace: a.b'),
          metadata('labels: { a: -x }'),
          metadata('labels: { a/b/c: x }'),
          metadata('annotations: { "b c": x }'),
          valid.deployment.replace('metadata: { labels: { app: web } }', 'metadata: { labels: { app: web, b: "-" } }'),
          valid.statefulSet.replace('metadata: { name: data }', 'metadata: { name: data, labels: { -a: b } }'),
        ),
      ),
    ).toEqual([
      'schema/invalid-name metadata.namespace: "a.b"',
      'schema/invalid-label metadata.labels.a: "-x"',
      'schema/invalid-key metadata.labels["a/b/c"]: the key "a/b/c"',
      'schema/invalid-key metadata.annotations["b c"]: the key "b c"',
      'schema/invalid-label spec.template.metadata.labels.b: "-"',
      'schema/invalid-key spec.volumeClaimTemplates[0].metadata.labels["-a"]: the key "-a"',
    ]);
  });
});
