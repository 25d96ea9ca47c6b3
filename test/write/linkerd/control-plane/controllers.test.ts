import { describe, expect, test } from 'vitest';
import { at, find } from '../../../support/synth.js';
import { configEffect, effect, objectsWith } from './control-plane.js';

const CONTROLLERS = {
  destination: ['destination', 'sp-validator', 'policy'],
  identity: ['identity'],
  'proxy-injector': ['proxy-injector'],
} as const;

/** One line for each container of the controllers, but for those left out. */
function each(line: (controller: string, container: string) => string[], without: readonly string[] = []): string[] {
  return Object.entries(CONTROLLERS)
    .flatMap(([controller, containers]) =>
      containers.filter((container) => !without.includes(container)).flatMap((name) => line(controller, name)),
    )
    .sort();
}

describe('the controllers', () => {
  test('log by level and format; the policy controller has a level of its own', () => {
    const replaced = (argument: string, old: string, now: string) => (controller: string, container: string) => [
      `${controller}: [${container}].args: + ${argument}=${now}`,
      `${controller}: [${container}].args: - ${argument}=${old}`,
    ];
    expect(effect({ values: { controllerLogLevel: 'debug' } }).sort()).toEqual(
      each(replaced('-log-level', 'info', 'debug'), ['policy']),
    );
    expect(effect({ values: { controllerLogFormat: 'json' } }).sort()).toEqual(
      [
        ...each(replaced('-log-format', 'plain', 'json'), ['policy']),
        ...replaced('--log-format', 'plain', 'json')('destination', 'policy'),
      ].sort(),
    );
    expect(effect({ values: { policyController: { logLevel: 'debug' } } })).toEqual([
      'destination: [policy].args: - --log-level=info',
      'destination: [policy].args: + --log-level=debug',
    ]);
    expect(effect({ values: { policyController: { logLevel: '' } } })).toContain(
      'destination: [policy].args: + --log-level=linkerd=info,warn',
    );
  });

  test('are placed by tolerations, affinity, priority, runtime and labels of nodes', () => {
    const nodeAffinity = {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'pool', operator: 'In', values: ['system'] }] }],
      },
    };
    const toleration = { key: 'system', operator: 'Exists', effect: 'NoSchedule' };
    expect(effect({ values: { tolerations: [toleration] } })).toEqual([
      'all: tolerations: + [{"effect":"NoSchedule","key":"system","operator":"Exists"}]',
    ]);
    expect(effect({ values: { priorityClassName: 'system-cluster-critical' } })).toEqual([
      'all: priorityClassName: + system-cluster-critical',
    ]);
    expect(effect({ values: { runtimeClassName: 'gvisor' } })).toEqual(['all: runtimeClassName: + gvisor']);
    expect(effect({ values: { nodeSelector: { pool: 'system' } } })).toEqual(['all: nodeSelector.pool: + system']);
    const placed = find(objectsWith({ values: { nodeAffinity } }), 'Deployment', 'linkerd-identity');
    expect(at(placed, 'spec.template.spec.affinity')).toEqual({ nodeAffinity });
  });

  test('join node affinity with what keeps them apart', () => {
    const nodeAffinity = { preferredDuringSchedulingIgnoredDuringExecution: [] };
    const values = { highAvailability: true, nodeAffinity };
    const base = { cluster: { nodes: 3 }, values: { highAvailability: true } };
    expect(effect({ values }, base)).toEqual([
      'all: affinity.nodeAffinity: + {"preferredDuringSchedulingIgnoredDuringExecution":[]}',
    ]);
  });

  test('come from any registry, by any tag, pulled as one says, with credentials', () => {
    const image = 'cr.l5d.io/linkerd/controller:edge-26.6.3';
    const from = (now: string) => each((controller, name) => [`${controller}: [${name}].image: ${image} -> ${now}`]);
    expect(effect({ values: { controllerImage: 'registry.example/controller' } }).sort()).toEqual(
      from('registry.example/controller:edge-26.6.3'),
    );
    expect(effect({ values: { controllerImageVersion: 'v1' } }).sort()).toEqual(
      from('cr.l5d.io/linkerd/controller:v1'),
    );
    expect(effect({ values: { imagePullPolicy: 'Always' } }).sort()).toEqual(
      [
        ...['linkerd-init', 'linkerd-proxy'].map((name) => `all: [${name}].imagePullPolicy: IfNotPresent -> Always`),
        ...each((controller, name) => [`${controller}: [${name}].imagePullPolicy: IfNotPresent -> Always`]),
      ].sort(),
    );
    expect(effect({ values: { imagePullSecrets: [{ name: 'registry' }] } })).toEqual(
      ['destination', 'identity', 'proxy-injector'].map(
        (name) => `ServiceAccount linkerd-${name} imagePullSecrets: + [{"name":"registry"}]`,
      ),
    );
  });

  test('run as user and group stated', () => {
    expect(effect({ values: { controllerUID: 7, controllerGID: 8 } }).sort()).toEqual(
      each((controller, name) => [
        `${controller}: [${name}].securityContext.runAsGroup: + 8`,
        `${controller}: [${name}].securityContext.runAsUser: 2103 -> 7`,
      ]),
    );
  });

  test('take further arguments and variables, each its own', () => {
    const additionalEnv = [{ name: 'GOGC', value: '50' }];
    expect(effect({ values: { destinationController: { additionalEnv, additionalArgs: ['-x'] } } })).toEqual([
      'destination: [destination].args: + -x',
      'destination: [destination].env: + [{"name":"GOGC","value":"50"}]',
    ]);
    expect(effect({ values: { destinationController: { experimentalArgs: ['-y'] } } })).toEqual([
      'destination: [destination].args: + -y',
    ]);
    expect(effect({ values: { policyController: { additionalArgs: ['-x'], experimentalArgs: ['-y'] } } })).toEqual([
      'destination: [policy].args: + -x',
      'destination: [policy].args: + -y',
    ]);
    expect(effect({ values: { spValidator: { additionalEnv } } })).toEqual([
      'destination: [sp-validator].env: + [{"name":"GOGC","value":"50"}]',
    ]);
    expect(effect({ values: { identity: { experimentalEnv: additionalEnv } } })).toEqual([
      'identity: [identity].env: + GOGC',
    ]);
    expect(effect({ values: { proxyInjector: { additionalEnv } } })).toEqual([
      'proxy-injector: [proxy-injector].env: + [{"name":"GOGC","value":"50"}]',
    ]);
    expect(effect({ values: { proxy: { additionalEnv } } })).toEqual(['all: [linkerd-proxy].env: + GOGC']);
  });

  test("send their own traces to a collector, the proxies' where they have none", () => {
    const collector = { endpoint: 'collector.traces:4317' };
    const anywhere = ['destination', 'identity', 'proxy-injector'].map(
      (name) => `NetworkPolicy linkerd-${name} spec.egress: + {"to":[{"namespaceSelector":{}}]}`,
    );
    const traced = ['destination', 'identity'].map(
      (name) => `${name}: [${name}].args: + -trace-collector=collector.traces:4317`,
    );
    expect(effect({ values: { controller: { tracing: { enabled: true, collector } } } })).toEqual([
      ...traced,
      ...anywhere,
    ]);
    const shared = { controller: { tracing: { enabled: true } }, proxy: { tracing: { collector } } };
    expect(effect({ values: shared })).toEqual([...traced, ...anywhere]);
  });

  test('look for egress policy of the whole cluster in the namespace stated', () => {
    expect(effect({ values: { egress: { globalEgressNetworkNamespace: 'egress' } } })).toEqual([
      'destination: [policy].args: - --global-egress-network-namespace=linkerd-egress',
      'destination: [policy].args: + --global-egress-network-namespace=egress',
    ]);
  });

  test('certify for as long as stated, and admit probes from the networks stated', () => {
    expect(effect({ values: { identity: { issuer: { issuanceLifetime: '12h' } } } })).toEqual([
      'identity: [identity].args: - -identity-issuance-lifetime=24h0m0s',
      'identity: [identity].args: + -identity-issuance-lifetime=12h',
    ]);
    expect(effect({ values: { policyController: { probeNetworks: ['10.0.0.0/8'] } } })).toEqual([
      'destination: [policy].args: - --probe-networks=0.0.0.0/0,::/0',
      'destination: [policy].args: + --probe-networks=10.0.0.0/8',
    ]);
    expect(effect({ values: { enableEndpointSlices: false } })).toEqual([
      'ClusterRole linkerd-linkerd-destination rules: - {"apiGroups":["discovery.k8s.io"],"resources":["endpointslices"],"verbs":["get","list","watch","create","delete","patch","update"]}',
      'destination: [destination].args: - -enable-endpoint-slices=true',
      'destination: [destination].args: + -enable-endpoint-slices=false',
    ]);
  });

  test('let a reader of the configuration be named', () => {
    const change = { values: { configReaders: [{ name: 'prometheus', namespace: 'linkerd-viz' }] } };
    expect(effect(change)).toEqual(['+ RoleBinding linkerd-config-reader']);
    expect(at(find(objectsWith(change), 'RoleBinding', 'linkerd-config-reader'), 'subjects')).toEqual([
      { kind: 'ServiceAccount', name: 'prometheus', namespace: 'linkerd-viz' },
    ]);
    expect(effect({ values: { configReaders: [] } })).toEqual([]);
  });

  test('are called by webhooks as stated', () => {
    const webhook = 'MutatingWebhookConfiguration linkerd-proxy-injector-webhook-config';
    expect(effect({ values: { proxyInjector: { timeoutSeconds: 5 } } })).toEqual([
      `${webhook} webhooks[linkerd-proxy-injector.linkerd.io].timeoutSeconds: 10 -> 5`,
    ]);
    const authority = { caBundle: 'PEM', injectCaFrom: '' };
    expect(effect({ values: { proxyInjector: authority } })).toEqual([
      `${webhook} metadata.annotations: - {"cert-manager.io/inject-ca-from":"linkerd/linkerd-proxy-injector"}`,
      `${webhook} webhooks[linkerd-proxy-injector.linkerd.io].clientConfig.caBundle: + UEVN`,
    ]);
  });

  test('tell the injector everything that is stated, as it is stated', () => {
    const values = {
      proxy: { waitBeforeExitSeconds: 5, nativeSidecar: false, outboundDiscoveryCacheUnusedTimeout: '9s' },
    };
    expect(configEffect({ values })).toEqual([
      'proxy.nativeSidecar: true -> false',
      'proxy.outboundDiscoveryCacheUnusedTimeout: 5s -> 9s',
      'proxy.waitBeforeExitSeconds: 0 -> 5',
    ]);
  });
});
