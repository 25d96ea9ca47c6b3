import { describe, expect, test } from 'vitest';
import { defaultCniValues } from '../../../../lib/write/linkerd/cni/default-cni-values.js';
import { defaultValues } from '../../../../lib/write/linkerd/control-plane/default-values.js';
import { LINKERD_RELEASES } from '../../../../lib/write/linkerd/control-plane/releases.js';
import { CNI_VALUE_SHAPES, LINKERD_VALUE_SHAPES } from '../../../../lib/write/linkerd/control-plane/value-shapes.js';
import { refusalOfValues } from './control-plane.js';

const faults = (values: object) =>
  refusalOfValues(values).map((line) => line.replace("LinkerdControlPlane 'hub': values.", ''));

describe('figures that a controller would refuse once it runs', () => {
  test.each<[string, object, string]>([
    [
      'a duration without a unit',
      { proxy: { inboundConnectTimeout: '100' } },
      "proxy.inboundConnectTimeout is '100', expected a duration in whole numbers, such as 10s or 5m. Correct it, or remove it to use the default.",
    ],
    [
      'a number below its bounds',
      { proxy: { uid: -1 } },
      'proxy.uid is -1, expected an integer from 0 to 2147483647. Correct it, or remove it to use the default.',
    ],
    [
      'a timeout above that of the API server',
      { proxyInjector: { timeoutSeconds: 31 } },
      'proxyInjector.timeoutSeconds is 31, expected an integer from 1 to 30. Correct it, or remove it to use the default.',
    ],
    [
      'a network that is no CIDR',
      { policyController: { probeNetworks: ['10.0.0.0/8', 'nodes'] } },
      "policyController.probeNetworks[1] is 'nodes', expected a CIDR such as 10.0.0.0/8. Correct it.",
    ],
    [
      'a subnet that is no CIDR',
      { proxyInit: { skipSubnets: '10.0.0.1' } },
      "proxyInit.skipSubnets is '10.0.0.1', expected CIDRs separated by commas, such as 10.0.0.0/8,192.168.0.0/16. Correct it, or remove it to use the default.",
    ],
    [
      'an image with a space',
      { controllerImage: 'a b' },
      "controllerImage is 'a b', expected an image name without tag, such as cr.l5d.io/linkerd/proxy. Correct it, or remove it to use the default.",
    ],
  ])('fails %s', (_, values, expected) => {
    expect(faults(values)).toEqual([expected]);
  });

  test('leaves to the proxy what is empty, and takes a registry with a port', () => {
    expect(
      faults({ proxy: { shutdownGracePeriod: '' }, controllerImage: 'registry.example:5000/linkerd/controller' }),
    ).toEqual([]);
  });
});

describe('lists, and mappings with keys of the user', () => {
  test.each<[string, object, string]>([
    [
      'an item that is none',
      { configReaders: [null] },
      'configReaders[0] is null, expected an object with name, namespace.',
    ],
    ['text for a label', { podLabels: { a: 1 } }, 'podLabels.a is 1, expected text.'],
    [
      'an expression that is no list',
      { proxyInjector: { objectSelector: { matchExpressions: 1 } } },
      'proxyInjector.objectSelector.matchExpressions is 1, expected a list, each an object with key, operator.',
    ],
    [
      'a parameter that is no text',
      { proxy: { inbound: { server: { http2: { keepAliveInterval: 10 } } } } },
      'proxy.inbound.server.http2.keepAliveInterval is 10, expected text.',
    ],
    ['a toleration that is a number', { tolerations: [1] }, 'tolerations[0] is 1, expected an object.'],
    [
      'a function in place of text',
      { controllerImage: () => 'x' },
      'controllerImage is a function, expected an image name without tag, such as cr.l5d.io/linkerd/proxy.',
    ],
    ['no number', { controllerUID: Number.NaN }, 'controllerUID is NaN, expected an integer from 0 to 2147483647.'],
  ])('fails %s', (_, values, expected) => {
    expect(faults(values).map((line) => line.replace(/ (Correct it|State it|Drop it).*$/, ''))).toEqual([expected]);
  });

  test('lets null take a default of theirs away', () => {
    expect(faults({ nodeSelector: { 'kubernetes.io/os': null, pool: 'mesh' } })).toEqual([]);
  });
});

describe('durations', () => {
  test.each<[string, object]>([
    ['of two units, which a proxy cannot read', { proxy: { inboundConnectTimeout: '1m30s' } }],
    ['of a fraction, which a proxy cannot read', { proxy: { outboundConnectTimeout: '1.5s' } }],
    ['of days, which Go cannot read', { identity: { issuer: { issuanceLifetime: '1d' } } }],
  ])('fails one %s', (_, values) => {
    expect(faults(values)).toHaveLength(1);
  });

  test('accepts what each of the two reads', () => {
    const values = { proxy: { inboundConnectTimeout: '1d' }, identity: { issuer: { issuanceLifetime: '1h30m0s' } } };
    expect(faults(values)).toEqual([]);
  });
});

test('every shape is that of an option', () => {
  const optionsOf = (tree: object, path = ''): string[] =>
    Object.entries(tree).flatMap(([name, value]) => {
      const place = path === '' ? name : `${path}.${name}`;
      return [place, name, ...(typeof value === 'object' && value !== null ? optionsOf(value, place) : [])];
    });
  const releases = Object.values(LINKERD_RELEASES);
  const known = new Set(
    releases.flatMap((release) => [...optionsOf(defaultValues(release)), ...optionsOf(defaultCniValues(release))]),
  );
  const shapes = Object.keys({ ...LINKERD_VALUE_SHAPES, ...CNI_VALUE_SHAPES });
  expect(shapes.filter((name) => !known.has(name))).toEqual([]);
});
