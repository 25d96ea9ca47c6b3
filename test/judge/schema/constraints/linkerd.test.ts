import { describe, expect, test } from 'vitest';
import { validate } from '../../../../lib/judge/schema/validate.js';
import { brief, clusterOf, findingsOn, newest } from '../objects.js';

const policy = (kind: string, spec: string, version = 'v1alpha1', group = 'policy.linkerd.io') =>
  `{ apiVersion: ${group}/${version}, kind: ${kind}, metadata: { name: a, namespace: shop }, spec: ${spec} }`;
const places = async (text: string) => (await findingsOn(text)).map((line) => line.split(' | ')[0]);

describe("Linkerd's policies", () => {
  test.each([
    ['EgressNetwork', '{ trafficPolicy: Allow, networks: [] }', 'spec.networks: an empty list -> at least one network'],
    ['NetworkAuthentication', '{ networks: [] }', 'spec.networks: an empty list -> at least one network'],
    [
      'MeshTLSAuthentication',
      '{ identityRefs: [{ kind: Namespace, name: b, namespace: c }] }',
      'spec.identityRefs[0].namespace: "c" -> no namespace, because a Namespace is cluster-scoped',
    ],
    [
      'MeshTLSAuthentication',
      '{ identityRefs: [{ kind: Secret, name: b }] }',
      'spec.identityRefs[0].kind: "Secret" -> ServiceAccount or Namespace of the core group',
    ],
    [
      'MeshTLSAuthentication',
      '{ identityRefs: [{ group: apps, kind: ServiceAccount, name: b }] }',
      'spec.identityRefs[0].kind: "ServiceAccount" of apps -> ServiceAccount or Namespace of the core group',
    ],
    [
      'HTTPLocalRateLimitPolicy',
      '{ targetRef: { group: policy.linkerd.io, kind: Server, name: b }, total: { requestsPerSecond: 0 } }',
      'spec.total.requestsPerSecond: 0 -> at least 1',
    ],
    [
      'HTTPLocalRateLimitPolicy',
      '{ targetRef: { group: policy.linkerd.io, kind: Server, name: b }, identity: { requestsPerSecond: 0 } }',
      'spec.identity.requestsPerSecond: 0 -> at least 1',
    ],
    [
      'HTTPLocalRateLimitPolicy',
      '{ targetRef: { group: policy.linkerd.io, kind: Server, name: b }, overrides: [{ requestsPerSecond: 1, clientRefs: [{ kind: Secret, name: c }] }] }',
      'spec.overrides[0].clientRefs[0].kind: "Secret" -> ServiceAccount',
    ],
  ])('fails %s %s', async (kind, spec, expected) => {
    expect(await places(policy(kind, spec))).toEqual([`schema/value-not-allowed ${expected}`]);
  });

  test.each([
    [
      '{ unauthenticated: true, meshTLS: { identities: [a] } }',
      'unauthenticated: true beside meshTLS -> false, since meshTLS asks for more',
    ],
    [
      '{ meshTLS: { unauthenticatedTLS: true, identities: [a] } }',
      'meshTLS.unauthenticatedTLS: true beside identities -> false, since identities asks for more',
    ],
    [
      '{ meshTLS: { unauthenticatedTLS: true, serviceAccounts: [{ name: a }] } }',
      'meshTLS.unauthenticatedTLS: true beside serviceAccounts -> false, since serviceAccounts asks for more',
    ],
  ])('fails a ServerAuthorization with the client %s', async (client, expected) => {
    const text = policy('ServerAuthorization', `{ server: { name: s }, client: ${client} }`, 'v1beta1');
    expect(await places(text)).toEqual([`schema/value-not-allowed spec.client.${expected}`]);
  });

  test.each([
    ['EgressNetwork', '{ trafficPolicy: Allow }', 'v1alpha1'],
    [
      'MeshTLSAuthentication',
      '{ identityRefs: [{ kind: Namespace, name: b }, { kind: ServiceAccount, name: c, namespace: d }] }',
      'v1alpha1',
    ],
    [
      'ServerAuthorization',
      '{ server: { name: s }, client: { meshTLS: { unauthenticatedTLS: true, identities: [] } } }',
      'v1beta1',
    ],
    [
      'ServerAuthorization',
      '{ server: { name: s }, client: { unauthenticated: false, meshTLS: { identities: [a] } } }',
      'v1beta1',
    ],
  ])('accepts %s %s', async (kind, spec, version) => {
    expect(await places(policy(kind, spec, version))).toEqual([]);
  });
});

describe("Linkerd's routes", () => {
  const route = (rule: string) =>
    policy(
      'HTTPRoute',
      `{ parentRefs: [{ group: policy.linkerd.io, kind: Server, name: s }], rules: [${rule}] }`,
      'v1beta3',
    );
  const redirect = (path: string) => `{ filters: [{ type: RequestRedirect, requestRedirect: { path: ${path} } }] }`;
  test.each([
    ['{ matches: [{ path: { value: foo/bar } }] }', 'matches[0].path.value: "foo/bar" -> a path that begins with /'],
    [
      redirect('{ type: ReplaceFullPath, replaceFullPath: foo }'),
      'filters[0].requestRedirect.path.replaceFullPath: "foo" -> a path that begins with /',
    ],
    [
      redirect('{ type: ReplacePrefixMatch, replacePrefixMatch: foo }'),
      'filters[0].requestRedirect.path.replacePrefixMatch: "foo" -> a path that begins with /',
    ],
    [
      '{ timeouts: { request: 1s, backendRequest: 1500ms } }',
      'timeouts.backendRequest: "1500ms" -> at most 1s, the timeout of the whole request',
    ],
  ])('fail with %s', async (rule, expected) => {
    expect(await places(route(rule))).toEqual([`schema/value-not-allowed spec.rules[0].${expected}`]);
  });

  test.each([
    '{ matches: [{ path: { type: RegularExpression, value: "foo.*" } }] }',
    redirect('{ type: ReplaceFullPath, replaceFullPath: /foo }'),
    '{ timeouts: { request: 1s, backendRequest: 1000ms } }',
  ])('pass with %s', async (rule) => {
    expect(await places(route(rule))).toEqual([]);
  });

  test('fail where a Gateway API route redirects to a relative path', async () => {
    const text = policy(
      'HTTPRoute',
      `{ rules: [${redirect('{ type: ReplaceFullPath, replaceFullPath: foo }')}] }`,
      'v1',
      'gateway.networking.k8s.io',
    );
    expect(await places(text)).toEqual([
      'schema/value-not-allowed spec.rules[0].filters[0].requestRedirect.path.replaceFullPath: "foo" -> a path that begins with /',
    ]);
  });

  test('fail with several rules for bytes, unless another project reads them', async () => {
    const tls = (group: string, kind: string) =>
      policy(
        'TLSRoute',
        `{ hostnames: [a.example], parentRefs: [{ group: ${group}, kind: ${kind}, name: s, port: 443 }], rules: [{ backendRefs: [{ name: b, port: 1 }] }, { backendRefs: [{ name: c, port: 1 }] }] }`,
        'v1alpha2',
        'gateway.networking.k8s.io',
      );
    const saidOfLinkerd = async (text: string) => {
      const releases = { ...newest, 'gateway-api': '1.5-experimental' };
      const findings = await validate({ ...clusterOf(text), releases });
      return findings
        .map((finding) => brief(finding).split(' | ')[0])
        .filter((line) => line?.includes('since Linkerd'));
    };
    expect(await saidOfLinkerd(tls('policy.linkerd.io', 'EgressNetwork'))).toEqual([
      'schema/value-not-allowed spec.rules: 2 rules -> one rule, since Linkerd knows no more',
    ]);
    expect(await saidOfLinkerd(tls('gateway.networking.k8s.io', 'Gateway'))).toEqual([]);
  });
});
