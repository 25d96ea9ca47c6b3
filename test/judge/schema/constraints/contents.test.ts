import { describe, expect, test } from 'vitest';
import { findingsOn, valid } from '../objects.js';

const places = async (...texts: string[]) => (await findingsOn(...texts)).map((line) => line.split(' -> ')[0]);

describe('role bindings', () => {
  const rbac = (kind: string, fields: string) =>
    `{ apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: { name: a }, ${fields} }`;
  const role = 'roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: a }';

  test.each([
    ['RoleBinding', role.replace('rbac.authorization.k8s.io', 'v1'), 'value-not-allowed roleRef.apiGroup: "v1"'],
    ['ClusterRoleBinding', role.replace('ClusterRole', 'Role'), 'value-not-allowed roleRef.kind: "Role"'],
    ['RoleBinding', role.replace('name: a', 'name: ""'), 'missing-field roleRef.name: nothing'],
    [
      'ClusterRoleBinding',
      `${role}, subjects: [{ kind: ServiceAccount, name: a }]`,
      'missing-field subjects[0].namespace: nothing',
    ],
    [
      'RoleBinding',
      `${role}, subjects: [{ kind: ServiceAccount, name: a, namespace: b, apiGroup: rbac.authorization.k8s.io }]`,
      'value-not-allowed subjects[0].apiGroup: "rbac.authorization.k8s.io"',
    ],
    ['RoleBinding', role.replace('name: a', 'name: a/b'), 'invalid-name roleRef.name: "a/b"'],
    ['RoleBinding', `${role}, subjects: [{ kind: ServiceAccount, name: A }]`, 'invalid-name subjects[0].name: "A"'],
    ['RoleBinding', `${role}, subjects: [{ kind: Robot, name: a }]`, 'value-not-allowed subjects[0].kind: "Robot"'],
    ['RoleBinding', `${role}, subjects: [{ kind: User, name: "" }]`, 'missing-field subjects[0].name: nothing'],
    ['Role', 'rules: [{ apiGroups: [""], resources: [pods], verbs: [] }]', 'missing-field rules[0].verbs: nothing'],
    ['Role', 'rules: [{ resources: [pods], verbs: [get] }]', 'missing-field rules[0].apiGroups: nothing'],
    ['Role', 'rules: [{ apiGroups: [""], verbs: [get] }]', 'missing-field rules[0].resources: nothing'],
    ['Role', 'rules: [{ nonResourceURLs: [/a], verbs: [get] }]', 'value-not-allowed rules[0].nonResourceURLs: URLs'],
    [
      'ClusterRole',
      'rules: [{ nonResourceURLs: [/a], resources: [pods], verbs: [get] }]',
      'value-not-allowed rules[0]: both resources and nonResourceURLs',
    ],
  ])('fails a %s with %s', async (kind, fields, found) => {
    expect(await places(rbac(kind, fields))).toEqual([`schema/${found}`]);
  });

  test('accepts what is complete, with groups left out, and an account of the namespace of its RoleBinding', async () => {
    expect(await places(rbac('RoleBinding', `roleRef: { kind: Role, name: ${'a'.repeat(300)} }`))).toEqual([]);
    const subjects =
      'subjects: [{ kind: ServiceAccount, name: a, namespace: b }, { kind: ServiceAccount, name: a }, { kind: Group, name: "C d" }]';
    expect(
      await places(
        rbac('RoleBinding', `${role}, ${subjects}`),
        rbac('ClusterRole', 'rules: [{ nonResourceURLs: [/a], verbs: [get] }]'),
        rbac('ClusterRole', 'rules: []'),
      ),
    ).toEqual([]);
  });
});

describe('data', () => {
  const map = (fields: string) => `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, ${fields} }`;
  const secret = (fields: string) => `{ apiVersion: v1, kind: Secret, metadata: { name: a }, ${fields} }`;

  test.each([
    [map('data: { a/b: c }'), 'invalid-key data["a/b"]: the key "a/b"'],
    [map('data: { ..a: c }'), 'invalid-key data["..a"]: the key "..a"'],
    [map('data: { a: b }, binaryData: { a: Yg== }'), 'duplicate-key binaryData.a: "a" again'],
    [secret('stringData: { "": c }'), 'invalid-key stringData[""]: the key ""'],
    [secret('type: kubernetes.io/tls, data: { tls.crt: "" }'), 'missing-field data["tls.key"]: nothing'],
    [secret('type: kubernetes.io/basic-auth'), 'missing-field data.username: nothing'],
    [
      secret('type: kubernetes.io/service-account-token'),
      'missing-field metadata.annotations["kubernetes.io/service-account.name"]: nothing',
    ],
  ])('fails %s', async (text, found) => expect(await places(text)).toEqual([`schema/${found}`]));

  test('fails more than 1 MiB, and accepts just that', async () => {
    const sized = (bytes: number) =>
      `{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { a: ${'x'.repeat(bytes)} } }`;
    expect(await places(sized(1024 * 1024 + 1))).toEqual(['schema/value-not-allowed data: 1048577 bytes']);
    expect(await places(sized(1024 * 1024))).toEqual([]);
    const encoded = 'eHh4'.repeat(1024 * 300);
    expect(await places(secret(`data: { a: ${encoded} }, stringData: { a: b }`))).toEqual([]);
  });

  test('accepts every key that Kubernetes does, and typed Secrets with their keys', async () => {
    expect(
      await places(
        map('data: { .a: b, a.b-c_D: c, "1": d }'),
        secret('type: kubernetes.io/tls, stringData: { tls.crt: a, tls.key: b }'),
        secret('type: kubernetes.io/basic-auth, stringData: { password: b }'),
        secret('type: example.com/own'),
      ),
    ).toEqual([]);
  });
});

describe('certificates', () => {
  const key = (fields: string) => valid.certificate.replace('algorithm: ECDSA', fields);
  const issuer = (spec: string) =>
    `{ apiVersion: cert-manager.io/v1, kind: Issuer, metadata: { name: a, namespace: b }${spec === '' ? '' : `, spec: ${spec}`} }`;

  test.each([
    [key('algorithm: ECDSA, size: 255'), 'value-not-allowed spec.privateKey.size: 255'],
    [key('algorithm: RSA, size: 1024'), 'value-not-allowed spec.privateKey.size: 1024'],
    [key('size: 16384'), 'value-not-allowed spec.privateKey.size: 16384'],
    [valid.certificate.replace(/ {2}commonName.*\n/, ''), 'value-not-allowed spec: a certificate without a name'],
    [
      valid.certificate.replace(/commonName: .*/, `commonName: ${'a'.repeat(65)}`),
      'value-not-allowed spec.commonName: 65 characters',
    ],
    [valid.certificate.replace('secretName: issuer', 'secretName: ""'), 'missing-field spec.secretName: nothing'],
    [valid.certificate.replace('name: root', 'name: ""'), 'missing-field spec.issuerRef.name: nothing'],
    [
      valid.certificate.replace('isCA: true', 'literalSubject: CN=a'),
      'value-not-allowed spec.literalSubject: a subject together with commonName or subject',
    ],
    [valid.certificate.replace(/spec:[\s\S]*/, ''), 'missing-field spec: nothing'],
    [issuer(''), 'missing-field spec: nothing'],
    [issuer('{}'), 'value-not-allowed spec: a mapping with none of them'],
    [issuer('{ selfSigned: {}, ca: { secretName: a } }'), 'value-not-allowed spec: a mapping with ca and selfSigned'],
    [issuer('{ ca: { secretName: "" } }'), 'missing-field spec.ca.secretName: nothing'],
  ])('fails %s', async (text, found) => expect(await places(text)).toEqual([`schema/${found}`]));

  test('accepts the sizes of each algorithm, and any name', async () => {
    expect(
      await places(
        key('algorithm: ECDSA, size: 521'),
        key('algorithm: Ed25519, size: 1'),
        key('size: 2048'),
        valid.certificate.replace(/commonName: .*/, 'uris: [spiffe://a/b]'),
        issuer('{ selfSigned: {} }'),
      ),
    ).toEqual([]);
  });
});
