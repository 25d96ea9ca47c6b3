import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { admissionTo } from '../../../../lib/judge/model/linkerd/admission.js';
import type { Grant } from '../../../../lib/judge/model/linkerd/grants.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import {
  authorization,
  deployment,
  httpRoute,
  meshTls,
  networkAuthentication,
  server,
  serverAuthorization,
} from './objects.js';

const PORT = 8080;
const admissionIn = (yaml: string) => {
  const cluster = new ClusterIndex(clusterFrom(yaml));
  const [pod] = cluster.pods;
  if (pod === undefined) throw new Error('the case has no pod');
  return admissionTo(pod, PORT, cluster);
};
const grantsIn = (yaml: string): readonly Grant[] => {
  const admission = admissionIn(yaml);
  return admission.decidedBy === 'nothing' ? [] : admission.grants;
};
/** Who is admitted, and by what: `identities by AuthorizationPolicy apps/web at spec.requiredAuthenticationRefs`. */
const summaryOf = ({ admitted, by, field }: Grant) => `${admitted} by ${objectLabel(by.object)} at ${field.path}`;
const annotated = (more: string) => deployment({ annotations: `{ linkerd.io/inject: enabled, ${more} }` });
const network = '{ group: policy.linkerd.io, kind: NetworkAuthentication, name: nodes }';
const client = (spec: string) => serverAuthorization(`{ server: { name: web }, client: { ${spec} } }`);

describe('Linkerd does not decide', () => {
  test('for a pod outside the mesh, even if Servers select it', () =>
    expect(admissionIn(deployment({ annotations: '{}' }) + server())).toEqual({
      decidedBy: 'nothing',
      reason: 'the pod is not in the mesh',
    }));
  test('for a pod of the host network, though its annotation asks for a proxy', () =>
    expect(admissionIn(deployment({ spec: 'hostNetwork: true' }) + server())).toMatchObject({
      reason: 'the pod is not in the mesh',
    }));
  test('for a port that bypasses the proxy', () =>
    expect(admissionIn(annotated('config.linkerd.io/skip-inbound-ports: "8000-8100"') + server())).toEqual({
      decidedBy: 'nothing',
      reason: 'the port is skipped',
    }));
});

describe('the default inbound policy decides', () => {
  test.each([
    ['deny', []],
    ['all-authenticated', ['mesh']],
    ['cluster-authenticated', ['mesh']],
    ['cluster-unauthenticated', ['cluster']],
    ['all-unauthenticated', ['everyone']],
    ['audit', ['everyone']],
  ])('%s admits %j', (policy, admitted) => {
    const admission = admissionIn(annotated(`config.linkerd.io/default-inbound-policy: ${policy}`));
    expect(admission).toMatchObject({ decidedBy: 'default-policy', policy });
    expect(admission.decidedBy === 'nothing' ? [] : admission.grants.map((grant) => grant.admitted)).toEqual(admitted);
  });
  test('admits everyone where nothing sets one, and says that it is not known', () => {
    expect(admissionIn(deployment())).toMatchObject({ decidedBy: 'default-policy', policy: undefined });
    expect(grantsIn(deployment()).map(summaryOf)).toEqual([
      'everyone by Deployment apps/web at spec.template.metadata.annotations["config.linkerd.io/default-inbound-policy"]',
    ]);
  });
});

describe('a Server decides', () => {
  const decided = deployment() + server();

  test('and admits no one by itself', () => {
    expect(admissionIn(decided)).toMatchObject({ decidedBy: 'server', server: { name: 'web' }, grants: [] });
  });
  test('by its access policy', () =>
    expect(
      grantsIn(deployment() + server('podSelector: {}, port: 8080, accessPolicy: all-authenticated')).map(summaryOf),
    ).toEqual(['mesh by Server apps/web at spec.accessPolicy']));
  test('by the accounts of an AuthorizationPolicy', () => {
    const grants = grantsIn(decided + authorization());
    expect(grants.map(summaryOf)).toEqual([
      'identities by AuthorizationPolicy apps/web at spec.requiredAuthenticationRefs',
    ]);
    expect(grants.map(({ accounts }) => accounts)).toEqual([[{ namespace: 'apps', name: 'gateway' }]]);
    const admits = (namespace: string, name: string) =>
      grants.some((grant) => grant.admitsAccount({ namespace, name }));
    expect([admits('apps', 'gateway'), admits('apps', 'web'), admits('edge', 'gateway')]).toEqual([true, false, false]);
  });
  test('by the identities of a MeshTLSAuthentication', () => {
    const named = '{ group: policy.linkerd.io, kind: MeshTLSAuthentication, name: callers }';
    const [grant] = grantsIn(
      decided +
        authorization(`[${named}]`) +
        meshTls('{ identities: ["*.edge.serviceaccount.identity.linkerd.cluster.local"] }'),
    );
    expect(grant?.admitsAccount({ namespace: 'edge', name: 'any' })).toBe(true);
    expect(grant?.admitsAccount({ namespace: 'apps', name: 'any' })).toBe(false);
  });
  test('by a network, of which the reference is the field that decides', () =>
    expect(
      grantsIn(decided + authorization(`[${network}]`) + networkAuthentication('[{ cidr: 192.0.2.0/24 }]')).map(
        summaryOf,
      ),
    ).toEqual(['networks by AuthorizationPolicy apps/web at spec.requiredAuthenticationRefs[0]']));
  test.each([
    ['[{ cidr: 10.0.0.0/8 }]', 'cluster'],
    ['[{ cidr: 0.0.0.0/1 }, { cidr: 128.0.0.0/1 }]', 'everyone'],
  ])('by networks %s that are as wide as %s', (networks, admitted) =>
    expect(
      grantsIn(decided + authorization(`[${network}]`) + networkAuthentication(networks)).map(
        (grant) => grant.admitted,
      ),
    ).toEqual([admitted]),
  );
  test('but not by a policy with a reference to nothing', () =>
    expect(grantsIn(decided + authorization(`[{ kind: ServiceAccount, name: gateway }, ${network}]`))).toEqual([]));
  test.each([
    ['unauthenticated: true', 'nothing', 'everyone'],
    ['meshTLS: { unauthenticatedTLS: true }', 'tls', 'everyone'],
    ['meshTLS: { serviceAccounts: [{ name: gateway }] }', 'identity', 'identities'],
    ['meshTLS: { identities: ["*"] }', 'identity', 'mesh'],
  ])('by a ServerAuthorization with %s: proof %s', (spec, proof, admitted) =>
    expect(grantsIn(decided + client(spec))).toMatchObject([{ proof, admitted }]),
  );
  test('and the policies of its routes admit peers to their requests', () => {
    const target = '{ group: policy.linkerd.io, kind: HTTPRoute, name: web }';
    const admission = admissionIn(decided + httpRoute() + authorization(undefined, target));
    expect(admission).toMatchObject({ decidedBy: 'server', grants: [] });
    const routes = admission.decidedBy === 'server' ? admission.routes : [];
    expect(routes.map(({ route }) => objectLabel(route.object))).toEqual(['HTTPRoute apps/web']);
    expect(routes.flatMap(({ grants }) => grants.map(summaryOf))).toEqual([
      'identities by AuthorizationPolicy apps/web at spec.requiredAuthenticationRefs',
    ]);
  });
});
