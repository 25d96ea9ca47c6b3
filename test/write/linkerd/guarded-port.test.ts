import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../lib/manifest/resolve.js';
import { GuardedPort, type GuardedPortProps } from '../../../lib/write/linkerd/guarded-port.js';
import { at, find, refusal } from '../../support/synth.js';

const props: GuardedPortProps = {
  namespace: 'ns',
  name: 'web',
  podLabels: { app: 'web' },
  port: 80,
  protocol: 'opaque',
};

function build(changes: Partial<GuardedPortProps>) {
  const app = new App();
  new GuardedPort(new Chart(app, 'chart', { disableResourceNameHashes: true }), 'port', { ...props, ...changes });
  return resolve(app).objects.map(({ object }) => object);
}

describe('GuardedPort', () => {
  test('requires the identity of a caller, by an authentication of the same namespace', () => {
    const objects = build({ callers: [{ serviceAccount: 'a', namespace: 'x' }] });
    expect(at(find(objects, 'AuthorizationPolicy', 'web-callers'), 'spec')).toEqual({
      targetRef: { group: 'policy.linkerd.io', kind: 'Server', name: 'web' },
      requiredAuthenticationRefs: [{ group: 'policy.linkerd.io', kind: 'MeshTLSAuthentication', name: 'web-callers' }],
    });
    expect(at(find(objects, 'MeshTLSAuthentication', 'web-callers'), 'spec.identityRefs')).toEqual([
      { kind: 'ServiceAccount', name: 'a', namespace: 'x' },
    ]);
    expect(at(find(objects, 'Server', 'web'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'web' } },
      port: 80,
      proxyProtocol: 'opaque',
    });
  });

  test.each(['HTTP/1', 'HTTP/2', 'gRPC', 'opaque', 'TLS'] as const)('expects %s where that is spoken', (protocol) => {
    const objects = build({ protocol, networks: ['192.0.2.0/24'] });
    expect(at(find(objects, 'Server', 'web'), 'spec.proxyProtocol')).toBe(protocol);
  });

  test('admits callers or networks by policies apart, so that one suffices', () => {
    const objects = build({ callers: [{ serviceAccount: 'a', namespace: 'x' }], networks: ['192.0.2.0/24'] });
    expect(objects.filter(({ kind }) => kind === 'AuthorizationPolicy')).toHaveLength(2);
  });

  test.each<[string, Partial<GuardedPortProps>, string]>([
    ['absent lists', {}, 'absent'],
    ['an empty list of callers', { callers: [] }, 'an empty list'],
    [
      'an empty list of networks',
      { callers: [{ serviceAccount: 'a', namespace: 'x' }], networks: [] },
      'an empty list',
    ],
  ])('fails on %s, which would admit everyone', (_, changes, got) => {
    expect(refusal(() => build(changes))).toEqual([
      `GuardedPort 'ns/web': callers is ${got}, expected at least one caller or network. Name who may connect, or leave the port without a Server: the default inbound policy then denies it.`,
    ]);
  });

  test('fails on networks that are none', () => {
    expect(refusal(() => build({ networks: ['10.0.0.1/8', 'all'] }))).toEqual([
      "GuardedPort 'ns/web': networks is '10.0.0.1/8', expected a network address: 10.0.0.0/8. Clear the bits after the prefix.",
      "GuardedPort 'ns/web': networks is 'all', expected a CIDR such as 10.42.0.0/16. Write address, slash and prefix length.",
    ]);
  });

  test('fails on props that no compiler saw', () => {
    const chart = new Chart(new App(), 'chart');
    const given = { ...props, port: '80', protocol: 'opaq', podLabels: 'web', caller: [] };
    expect(refusal(() => Reflect.construct(GuardedPort, [chart, 'port', given]))).toEqual([
      "GuardedPort 'chart/port': caller is an unknown option, expected callers. Did you mean callers? Correct the name.",
      "GuardedPort 'chart/port': podLabels is 'web', expected an object, each value text. Correct it.",
      "GuardedPort 'chart/port': port is '80', expected an integer from 1 to 65535. Correct it.",
      "GuardedPort 'chart/port': protocol is 'opaq', expected 'HTTP/1', 'HTTP/2', 'gRPC', 'opaque' or 'TLS'. Did you mean 'opaque'? Correct it.",
    ]);
  });
});
