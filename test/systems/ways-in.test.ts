import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { erlmcp } from '../../systems/erlmcp.js';
import { fusionCore } from '../../systems/fusion-core.js';
import { titan } from '../../systems/titan.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { envoyGatewayPods } from '../support/envoy-gateway-pods.js';
import { externalClass } from '../support/linkerd-application.js';
import { at, find, objectsOf, refusal } from '../support/synth.js';

const roots = [SHIPPED_ROOT];
const entered = [
  ['erlmcp', 'ingress', objectsOf(erlmcp({ roots }), 'linkerd')],
  ['fusion-core', 'edge', objectsOf(fusionCore({ roots }), 'main')],
  ['titan', 'ingress', objectsOf(titan({ roots }), 'primary')],
] as const;

const listAt = (value: Json, path: string): readonly Json[] => {
  const found = at(value, path);
  return Array.isArray(found) ? found : [];
};
const ofKind = (objects: readonly ManifestObject[], kind: string, namespace?: string) =>
  objects.filter(
    (object) => object.kind === kind && (namespace === undefined || object.metadata.namespace === namespace),
  );
/** Whether a selector, which must not be empty, means a pod with these labels. */
const selects = (selector: Json | undefined, labels: { readonly [label: string]: string }) => {
  const wanted = Object.entries(Object(at(selector ?? null, 'matchLabels')));
  return wanted.length > 0 && wanted.every(([label, value]) => labels[label] === value);
};

describe.each(entered)('the way in to %s', (_, name, objects) => {
  const gateway = find(objects, 'Gateway', name);
  const pods = envoyGatewayPods(gateway, find(objects, 'EnvoyProxy', name));
  const servers = ofKind(objects, 'Server', pods.namespace).filter((server) =>
    selects(at(server, 'spec.podSelector'), pods.labels),
  );

  test('leads through pods that their Deployment selects', () => {
    for (const [label, value] of Object.entries(pods.selector))
      expect([label, pods.labels[label]]).toEqual([label, value]);
  });

  test('is guarded at each port at which the pods listen', () => {
    const guarded = servers.map((server) => Number(at(server, 'spec.port')));
    expect(guarded).toEqual(expect.arrayContaining([...pods.listening]));
    const open = ofKind(objects, 'NetworkPolicy', pods.namespace)
      .filter((policy) => selects(at(policy, 'spec.podSelector'), pods.labels))
      .flatMap((policy) => listAt(policy, 'spec.ingress'))
      .filter((rule) => JSON.stringify(rule).includes('ipBlock'))
      .flatMap((rule) => listAt(rule, 'ports').map((port) => Number(at(port, 'port'))));
    expect(open.sort()).toEqual([...pods.listening].sort());
  });

  test('names every guarded port in the pods, but for those of the proxy', () => {
    const guarded = servers.map((server) => Number(at(server, 'spec.port'))).filter((port) => port !== 4191);
    expect(pods.named).toEqual(expect.arrayContaining(guarded));
  });

  test('is known to what it leads to by account and labels', () => {
    const routes = ofKind(objects, 'HTTPRoute').filter(
      (route) => at(route, 'spec.parentRefs[0].name') === name && at(route, 'spec.rules[0].backendRefs') !== undefined,
    );
    expect(routes).not.toEqual([]);
    for (const { metadata } of routes) {
      const accounts = ofKind(objects, 'MeshTLSAuthentication', metadata.namespace).flatMap((authentication) =>
        listAt(authentication, 'spec.identityRefs'),
      );
      expect(accounts).toContainEqual({ kind: 'ServiceAccount', name: pods.serviceAccount, namespace: pods.namespace });
      const peers = ofKind(objects, 'NetworkPolicy', metadata.namespace)
        .flatMap((policy) => listAt(policy, 'spec.ingress'))
        .flatMap((rule) => listAt(rule, 'from'))
        .filter((peer) => selects(at(peer, 'namespaceSelector'), { 'kubernetes.io/metadata.name': pods.namespace }));
      expect(peers.some((peer) => selects(at(peer, 'podSelector'), pods.labels))).toBe(true);
    }
  });

  test('leads to Services that have an address', () => {
    for (const route of ofKind(objects, 'HTTPRoute').filter((each) => at(each, 'spec.parentRefs[0].name') === name)) {
      for (const { name: service } of listAt(route, 'spec.rules')
        .flatMap((rule) => listAt(rule, 'backendRefs'))
        .map(Object)) {
        const backend = ofKind(objects, 'Service', route.metadata.namespace).find(
          ({ metadata }) => metadata.name === service,
        );
        expect(at(backend ?? null, 'spec.ports')).toBeDefined();
        expect(at(backend ?? null, 'spec.clusterIP')).toBeUndefined();
      }
    }
  });
});

test('every system takes another class, and refuses one that ignores what it asks for', () => {
  const sending = (sendsTo: 'services' | 'pods') => ({ roots, gatewayClass: { ...externalClass, sendsTo } });
  const systems = [
    [(sendsTo: 'services' | 'pods') => objectsOf(erlmcp(sending(sendsTo)), 'linkerd'), 'release'],
    [(sendsTo: 'services' | 'pods') => objectsOf(fusionCore(sending(sendsTo)), 'main'), 'timeout'],
    [(sendsTo: 'services' | 'pods') => objectsOf(titan(sending(sendsTo)), 'primary'), 'timeout'],
  ] as const;
  for (const [build, option] of systems) {
    const [gateway] = ofKind(build('services'), 'Gateway');
    expect(at(gateway ?? null, 'spec.gatewayClassName')).toBe(externalClass.name);
    const refused = refusal(() => build('pods')).filter((line) => line.includes("but gateway class 'envoy' sends"));
    expect(refused.join('\n')).toMatch(new RegExp(`(: ${option} is set|Likewise: .*\\b${option}\\b)`));
  }
});
