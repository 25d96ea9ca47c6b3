import { describe, expect, test } from 'vitest';
import type { Json } from '../../../../lib/manifest/object.js';
import { at, find } from '../../../support/synth.js';
import { configEffect, effect, objectsWith, RELEASES, type Setup } from './control-plane.js';

function names(setup: Setup, controller: string, list: string): Json[] {
  const containers = at(find(objectsWith(setup), 'Deployment', `linkerd-${controller}`), `spec.template.spec.${list}`);
  return (Array.isArray(containers) ? containers : []).map((container) => at(container, 'name') ?? null);
}

function proxyOf(setup: Setup, controller: string): Json {
  const pod = at(find(objectsWith(setup), 'Deployment', `linkerd-${controller}`), 'spec.template.spec') ?? null;
  const containers = [at(pod, 'initContainers'), at(pod, 'containers')].flatMap((list) =>
    Array.isArray(list) ? list : [],
  );
  return containers.find((container) => at(container, 'name') === 'linkerd-proxy') ?? null;
}

const sideCar = (nativeSidecar: boolean) => ({ values: { proxy: { nativeSidecar } } });

describe('the proxies of the controllers', () => {
  describe.each(RELEASES)('in %s', (version) => {
    test('are native sidecars by default, except for the proxy of the identity controller', () => {
      expect(names({ version }, 'destination', 'initContainers')).toEqual(['linkerd-init', 'linkerd-proxy']);
      expect(names({ version }, 'destination', 'containers')).toEqual(['destination', 'sp-validator', 'policy']);
      expect(names({ version }, 'proxy-injector', 'initContainers')).toEqual(['linkerd-init', 'linkerd-proxy']);
      expect(names({ version }, 'identity', 'initContainers')).toEqual(['linkerd-init']);
      expect(names({ version }, 'identity', 'containers')).toEqual(['identity', 'linkerd-proxy']);
    });

    test('come first if they are not native sidecars, so that the others wait for them', () => {
      const setup = { version, ...sideCar(false) };
      expect(names(setup, 'destination', 'initContainers')).toEqual(['linkerd-init']);
      expect(names(setup, 'destination', 'containers')).toEqual([
        'linkerd-proxy',
        'destination',
        'sp-validator',
        'policy',
      ]);
      expect(names(setup, 'proxy-injector', 'containers')).toEqual(['linkerd-proxy', 'proxy-injector']);
      expect(effect(setup, { version })).toEqual([
        'destination, proxy-injector: containers: + linkerd-proxy',
        'destination, proxy-injector: initContainers: - linkerd-proxy',
      ]);
    });

    test('come after the network validator of linkerd-cni', () => {
      const setup = { version, withCni: true };
      expect(names(setup, 'destination', 'initContainers')).toEqual(['linkerd-network-validator', 'linkerd-proxy']);
    });
  });

  test('as native sidecars restart on their own, and hold the pod up by a startup probe', () => {
    const proxy = proxyOf(sideCar(true), 'destination');
    expect(at(proxy, 'restartPolicy')).toBe('Always');
    expect(at(proxy, 'startupProbe')).toEqual({
      httpGet: { path: '/ready', port: 4191 },
      failureThreshold: 120,
      periodSeconds: 1,
    });
    expect(at(proxy, 'lifecycle')).toBeUndefined();
  });

  test('as usual containers hold the pod up by linkerd-await', () => {
    const proxy = proxyOf(sideCar(false), 'destination');
    expect(at(proxy, 'restartPolicy')).toBeUndefined();
    expect(at(proxy, 'startupProbe')).toBeUndefined();
    expect(at(proxy, 'lifecycle.postStart.exec.command')).toEqual([
      '/usr/lib/linkerd/linkerd-await',
      '--timeout=2m',
      '--port=4191',
    ]);
  });

  test('never hold up the identity controller, which would wait for itself', () => {
    for (const setup of [sideCar(true), sideCar(false)]) {
      const proxy = proxyOf(setup, 'identity');
      expect(['restartPolicy', 'startupProbe', 'lifecycle'].map((field) => at(proxy, field))).toEqual(
        Array(3).fill(undefined),
      );
    }
  });

  test('hold nothing up where await is off', () => {
    const startupProbe = '{"failureThreshold":120,"httpGet":{"path":"/ready","port":4191},"periodSeconds":1}';
    expect(effect({ values: { proxy: { await: false } } })).toEqual([
      `destination, proxy-injector: [linkerd-proxy].startupProbe: - ${startupProbe}`,
    ]);
    expect(at(proxyOf({ values: { proxy: { await: false, nativeSidecar: false } } }, 'destination'), 'lifecycle')).toBe(
      undefined,
    );
  });

  test('take user, group and security context as stated', () => {
    expect(effect({ values: { proxy: { uid: 3000, gid: 3001 } } })).toEqual([
      'all: [linkerd-init].args: - 2102',
      'all: [linkerd-init].args: + 3000',
      'all: [linkerd-init].args: + --proxy-gid',
      'all: [linkerd-init].args: + 3001',
      'all: [linkerd-proxy].securityContext.runAsGroup: + 3001',
      'all: [linkerd-proxy].securityContext.runAsUser: 2102 -> 3000',
    ]);
    const own = proxyOf({ values: { proxy: { securityContext: { runAsUser: 7 } } } }, 'identity');
    expect(at(own, 'securityContext')).toEqual({ runAsUser: 7 });
  });

  test('have their own image, tag and pull policy, which the init container of 2.20 shares', () => {
    const image = { name: 'registry.example/proxy', version: 'v1', pullPolicy: 'Always' };
    const changed = (container: string) => [
      `all: [${container}].image: cr.l5d.io/linkerd/proxy:edge-26.6.3 -> registry.example/proxy:v1`,
      `all: [${container}].imagePullPolicy: IfNotPresent -> Always`,
    ];
    expect(effect({ values: { proxy: { image } } })).toEqual([
      'all: spec.template.metadata.annotations.linkerd.io/proxy-version: edge-26.6.3 -> v1',
      ...changed('linkerd-init'),
      ...changed('linkerd-proxy'),
    ]);
    expect(effect({ values: { proxyInit: { image } } }, { version: '2.19' })).toEqual([
      'all: [linkerd-init].image: cr.l5d.io/linkerd/proxy-init:v2.4.3 -> registry.example/proxy:v1',
      'all: [linkerd-init].imagePullPolicy: IfNotPresent -> Always',
    ]);
  });

  test('have resources of their own where these are set, those of all proxies for the rest', () => {
    const values = {
      proxy: { resources: { cpu: { limit: '2' } } },
      identityProxyResources: { memory: { limit: '1Gi' }, cores: 2 },
    };
    expect(effect({ values }).sort()).toEqual([
      'all: [linkerd-init].resources.limits.cpu: 1 -> 2',
      'all: [linkerd-proxy].resources.limits.cpu: 1 -> 2',
      'identity: [linkerd-init].resources.limits.memory: 250Mi -> 1Gi',
      'identity: [linkerd-proxy].env[LINKERD2_PROXY_CORES].value: 1 -> 2',
      'identity: [linkerd-proxy].env[LINKERD2_PROXY_CORES_MIN].value: 1 -> 2',
      'identity: [linkerd-proxy].resources.limits.memory: 250Mi -> 1Gi',
    ]);
    expect(configEffect({ values })).toEqual([
      'identityProxyResources: + {"cores":2,"memory":{"limit":"1Gi"}}',
      'proxy.resources.cpu.limit: 1 -> 2',
    ]);
  });
});
