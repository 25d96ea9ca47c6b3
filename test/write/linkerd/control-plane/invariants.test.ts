import { createHash } from 'node:crypto';
import { load } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import type { Json, ManifestObject } from '../../../../lib/manifest/object.js';
import { at, filesOf, find } from '../../../support/synth.js';
import { fleetWith, objectsWith } from './control-plane.js';
import { OPTION_SETS } from './option-sets.js';

/** The pod spec of each workload, by the name of the workload. */
function podsOf(objects: readonly ManifestObject[]): (readonly [name: string, template: Json])[] {
  return objects.flatMap((object) => {
    const template = at(object, 'spec.template') ?? at(object, 'spec.jobTemplate.spec.template');
    return template === undefined ? [] : [[object.metadata.name, template] as const];
  });
}

function listAt(json: Json, path: string): Json[] {
  const found = at(json, path);
  return Array.isArray(found) ? found : [];
}

function containersOf(template: Json): Json[] {
  return [...listAt(template, 'spec.initContainers'), ...listAt(template, 'spec.containers')];
}

function mappingAt(json: Json, path: string): Record<string, Json> {
  const found = at(json, path);
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
}

function configOf(objects: readonly ManifestObject[]): Json {
  const text = mappingAt(find(objects, 'ConfigMap', 'linkerd-config'), 'data')['values'];
  return load(String(text)) as Json;
}

/** Every argument and variable of the control plane's containers, as `name=value`. */
function settingsOf(objects: readonly ManifestObject[]): Set<string> {
  const containers = podsOf(objects).flatMap(([, template]) => containersOf(template));
  return new Set(
    containers.flatMap((container) => [
      ...listAt(container, 'args').map((argument) => String(argument).replace(/^-+/, '')),
      ...listAt(container, 'env').map((variable) => `${at(variable, 'name')}=${at(variable, 'value')}`),
    ]),
  );
}

describe.each(OPTION_SETS)('a control plane with %s', (_name, setup) => {
  const objects = objectsWith(setup);
  const pods = podsOf(objects);
  const config = configOf(objects);

  test('tells its containers what it tells the injector', () => {
    const value = (path: string) => String(at(config, path));
    const settings = settingsOf(objects);
    const expected = {
      'cluster-domain': 'clusterDomain',
      'identity-trust-domain': 'identityTrustDomain',
      'identity-domain': 'identityTrustDomain',
      'cluster-networks': 'clusterNetworks',
      'default-opaque-ports': 'proxy.opaquePorts',
      'default-policy': 'proxy.defaultInboundPolicy',
      'global-egress-network-namespace': 'egress.globalEgressNetworkNamespace',
      'identity-scheme': 'identity.issuer.scheme',
      'identity-issuance-lifetime': 'identity.issuer.issuanceLifetime',
      'log-level': 'controllerLogLevel',
      'log-format': 'controllerLogFormat',
      _l5d_trustdomain: 'identityTrustDomain',
      LINKERD2_PROXY_POLICY_CLUSTER_NETWORKS: 'clusterNetworks',
      LINKERD2_PROXY_INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION: 'proxy.opaquePorts',
    };
    expect(Object.entries(expected).filter(([name, path]) => !settings.has(`${name}=${value(path)}`))).toEqual([]);
    expect(settings.has(`enable-ipv6=${value('disableIPv6') === 'false'}`)).toBe(true);
    expect(at(find(objects, 'Deployment', 'linkerd-destination'), 'spec.replicas')).toBe(
      at(config, 'controllerReplicas'),
    );
    expect(value('cniEnabled')).toBe(String(objects.some(({ kind }) => kind === 'DaemonSet')));
  });

  test('tells the injector all that it renders a proxy from', () => {
    const keys = [
      ...['admin', 'control', 'inbound', 'outbound'].map((port) => `proxy.ports.${port}`),
      ...['name', 'version', 'pullPolicy'].map((field) => `proxy.image.${field}`),
      ...[
        'resources',
        'livenessProbe',
        'readinessProbe',
        'startupProbe',
        'metrics',
        'control.streams',
        'uid',
        'gid',
      ].map((field) => `proxy.${field}`),
      ...[
        'logLevel',
        'logFormat',
        'logHTTPHeaders',
        'opaquePorts',
        'defaultInboundPolicy',
        'await',
        'nativeSidecar',
      ].map((field) => `proxy.${field}`),
      ...['inbound.server.http2', 'outbound.server.http2', 'runtime.workers'].map((field) => `proxy.${field}`),
      ...['xtMountPath', 'iptablesMode', 'ignoreInboundPorts', 'ignoreOutboundPorts', 'runAsUser', 'runAsGroup'].map(
        (field) => `proxyInit.${field}`,
      ),
      ...[
        'identity.serviceAccountTokenProjection',
        'identity.issuer.scheme',
        'debugContainer.image',
        'networkValidator',
      ],
      ...['clusterDomain', 'clusterNetworks', 'cniEnabled', 'disableIPv6', 'imagePullPolicy', 'linkerdVersion'],
      ...['identityTrustDomain', 'identityTrustAnchorsPEM'],
      ...(setup.version === '2.19' ? ['proxyInit.image.name', 'proxyInit.image.version'] : []),
    ];
    expect(keys.filter((key) => at(config, key) === undefined || at(config, key) === null)).toEqual([]);
  });

  test('limits every container', () => {
    const unlimited = pods.flatMap(([pod, template]) =>
      containersOf(template)
        .filter((container) =>
          ['requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'].some(
            (field) => at(container, `resources.${field}`) === undefined,
          ),
        )
        .map((container) => `${pod}/${at(container, 'name')}`),
    );
    expect(unlimited).toEqual([]);
  });

  test('selects its own pods', () => {
    const workloads = objects.filter(
      (object) => at(object, 'spec.selector.matchLabels') !== undefined && at(object, 'spec.template') !== undefined,
    );
    expect(workloads.length).toBeGreaterThanOrEqual(3);
    for (const object of workloads) {
      expect(mappingAt(object, 'spec.template.metadata.labels')).toMatchObject(
        mappingAt(object, 'spec.selector.matchLabels'),
      );
    }
    const labelled = pods.map(([, template]) => mappingAt(template, 'metadata.labels'));
    const matches = (selector: Record<string, Json>) =>
      labelled.filter((labels) => Object.entries(selector).every(([key, value]) => labels[key] === value)).length;
    const selectors = objects
      .filter(({ kind }) => ['PodDisruptionBudget', 'Service', 'NetworkPolicy'].includes(kind))
      .map((object) =>
        mappingAt(
          object,
          { Service: 'spec.selector', NetworkPolicy: 'spec.podSelector.matchLabels' }[object.kind] ??
            'spec.selector.matchLabels',
        ),
      )
      .filter((selector) => Object.keys(selector).length > 0);
    expect(selectors.filter((selector) => matches(selector) !== 1)).toEqual([]);
  });

  test('offers the ports that its Services and probes name', () => {
    const services = objects.filter(({ kind }) => kind === 'Service');
    const dangling = services.flatMap((service) => {
      const component = mappingAt(service, 'spec.selector')['linkerd.io/control-plane-component'];
      const template = pods.find(([name]) => name === `linkerd-${component}`)?.[1] ?? null;
      const ports = containersOf(template).flatMap((container) => listAt(container, 'ports'));
      const known = new Set(ports.flatMap((port) => [at(port, 'name'), at(port, 'containerPort')]));
      return listAt(service, 'spec.ports').filter((port) => !known.has(at(port, 'targetPort')));
    });
    expect(dangling).toEqual([]);
  });

  test('mounts volumes that exist, and has no volume without a mount', () => {
    for (const [, template] of pods) {
      const volumes = listAt(template, 'spec.volumes').map((volume) => at(volume, 'name'));
      const mounted = containersOf(template).flatMap((container) => listAt(container, 'volumeMounts'));
      expect([...new Set(mounted.map((mount) => at(mount, 'name')))].sort()).toEqual([...volumes].sort());
    }
  });

  test('defines what its variables refer to above them', () => {
    for (const container of pods.flatMap(([, template]) => containersOf(template))) {
      const seen = new Set<Json | undefined>();
      for (const variable of listAt(container, 'env')) {
        for (const [, name] of String(at(variable, 'value')).matchAll(/\$\((\w+)\)/g))
          expect(seen.has(name), name).toBe(true);
        seen.add(at(variable, 'name'));
      }
    }
  });

  test('rolls its pods when the roots change, and by nothing else', () => {
    const checksum = createHash('sha256')
      .update(String(at(config, 'identityTrustAnchorsPEM')))
      .digest('hex');
    const stated = objects
      .filter(({ kind }) => kind === 'Deployment')
      .map((object) => mappingAt(object, 'spec.template.metadata.annotations')['linkerd.io/trust-root-sha256']);
    expect(stated).toEqual([checksum, checksum, checksum]);
  });

  test('is the same bytes each time, and holds no key', () => {
    const files = filesOf(fleetWith(setup));
    expect(filesOf(fleetWith(setup))).toEqual(files);
    expect([...files.values()].filter((text) => text.includes('PRIVATE KEY'))).toEqual([]);
    expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});
