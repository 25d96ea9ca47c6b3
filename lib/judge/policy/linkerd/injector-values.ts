import type { Fault } from '../../../diagnostic.js';
import { parseCidr } from '../../../formats/cidr.js';
import { isMapping } from '../../../formats/mapping.js';
import { listed } from '../../../manifest/listed.js';
import type { JsonObject } from '../../../manifest/object.js';
import { type Found, stringAt, valueAt } from '../../../manifest/read.js';
import { parsePortList } from '../../model/linkerd/port-list.js';
import type { ControlPlaneInstall } from '../../model/linkerd-control-plane/install.js';

/** What is wrong with the values of linkerd-config. */
export type ValueFault = Pick<Fault, 'got' | 'expected' | 'effect' | 'fix'>;

type Install = Pick<ControlPlaneInstall, 'cni' | 'release'>;

/** The mappings and texts that the injector's templates require. */
const REQUIRED: readonly string[] = [
  'clusterDomain',
  'clusterNetworks',
  'debugContainer.image',
  'identity',
  'proxy.image.name',
  'proxy.livenessProbe',
  'proxy.metrics',
  'proxy.ports.admin',
  'proxy.ports.control',
  'proxy.ports.inbound',
  'proxy.ports.outbound',
  'proxy.readinessProbe',
  'proxy.resources',
  'proxy.startupProbe',
  'proxyInit',
];
const WITH_INIT: readonly string[] = ['proxyInit.xtMountPath.mountPath', 'proxyInit.xtMountPath.name'];
const WITH_CNI: readonly string[] = [
  'networkValidator.logFormat',
  'networkValidator.logLevel',
  'networkValidator.timeout',
];
const WITH_TRACING: readonly string[] = [
  'proxy.tracing.collector.endpoint',
  'proxy.tracing.collector.meshIdentity.namespace',
  'proxy.tracing.collector.meshIdentity.serviceAccountName',
];

/** Values that Go reads as booleans or numbers: a text in their place makes the whole ConfigMap unreadable. */
const BOOLEANS: readonly string[] = [
  'cniEnabled',
  'disableHeartBeat',
  'disableIPv6',
  'enableEndpointSlices',
  'enableH2Upgrade',
  'enablePodAntiAffinity',
  'enablePodDisruptionBudget',
  'highAvailability',
  'identity.externalCA',
  'identity.serviceAccountTokenProjection',
  'proxy.await',
  'proxy.disableInboundProtocolDetectTimeout',
  'proxy.disableOutboundProtocolDetectTimeout',
  'proxy.enableExternalProfiles',
  'proxy.enableShutdownEndpoint',
  'proxy.metrics.hostnameLabels',
  'proxy.nativeSidecar',
  'proxyInit.privileged',
  'proxyInit.runAsRoot',
];
const NUMBERS: readonly string[] = [
  'controllerGID',
  'controllerReplicas',
  'controllerUID',
  'proxy.gid',
  'proxy.ports.admin',
  'proxy.ports.control',
  'proxy.ports.inbound',
  'proxy.ports.outbound',
  'proxy.uid',
  'proxy.waitBeforeExitSeconds',
  'proxyInit.closeWaitTimeoutSecs',
  'proxyInit.runAsGroup',
  'proxyInit.runAsUser',
];

const CHOICES: Readonly<Record<string, readonly string[]>> = {
  'proxy.defaultInboundPolicy': [
    'all-unauthenticated',
    'all-authenticated',
    'cluster-unauthenticated',
    'cluster-authenticated',
    'deny',
    'audit',
  ],
  'proxy.logHTTPHeaders': ['insecure', 'off', ''],
  'proxyInit.iptablesMode': ['nft', 'legacy', ''],
};
const PORT_LISTS: readonly string[] = [
  'proxy.opaquePorts',
  'proxyInit.ignoreInboundPorts',
  'proxyInit.ignoreOutboundPorts',
];

const find = (values: JsonObject, name: string): Found => valueAt(values, ...name.split('.'));

/** A scalar as the injector reads it where it expects text. */
const textAt = (values: JsonObject, name: string): string | undefined => {
  const found = find(values, name);
  return found === undefined || found === null || isMapping(found) ? undefined : String(found);
};

/**
 * What prevents the injector from making a patch of these values.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/charts/partials/templates/_proxy.tpl
 */
export function valueFaults(values: JsonObject, install: Install): readonly ValueFault[] {
  return [
    ...absent(values, install),
    ...mistyped(values, BOOLEANS, 'boolean', 'true or false'),
    ...mistyped(values, NUMBERS, 'number', 'a number'),
    ...unknownChoices(values),
    ...badPorts(values),
    ...badNetworks(values),
    ...contradictions(values, install),
  ];
}

function absent(values: JsonObject, { cni, release }: Install): readonly ValueFault[] {
  const names = [
    ...REQUIRED,
    ...(cni ? WITH_CNI : WITH_INIT),
    ...(release === '2.19' && !cni ? ['proxyInit.image.name'] : []),
    ...(find(values, 'proxy.tracing.enabled') === true ? WITH_TRACING : []),
    ...(textAt(values, 'proxy.image.version') ? [] : ['linkerdVersion']),
  ].filter((name) => {
    const found = find(values, name);
    return found === undefined || found === null || found === '';
  });
  if (names.length === 0) return [];
  return [
    {
      got: `nothing at ${listed(names.sort())}`,
      expected: 'a value at each of them',
      effect: 'The injector fails without them.',
      fix: "Add them as in the control plane's chart.",
    },
  ];
}

function mistyped(
  values: JsonObject,
  names: readonly string[],
  type: 'boolean' | 'number',
  expected: string,
): readonly ValueFault[] {
  return names.flatMap((name) => {
    const found = find(values, name);
    if (found === undefined || found === null || typeof found === type) return [];
    return [
      {
        got: `${name}: ${JSON.stringify(found)}`,
        expected,
        effect: 'The injector can read none of the values if one has the wrong type.',
        fix: 'Write it without quotes.',
      },
    ];
  });
}

function unknownChoices(values: JsonObject): readonly ValueFault[] {
  return Object.entries(CHOICES).flatMap(([name, choices]) => {
    const text = textAt(values, name);
    if (text === undefined || choices.includes(text)) return [];
    const unquoted = text === 'false' && choices.includes('off');
    return [
      {
        got: `${name}: ${text}`,
        expected: `one of ${listed(choices.filter((choice) => choice !== ''))}`,
        fix: unquoted ? 'Write off in quotes. Without them it is a boolean.' : 'Correct the value.',
      },
    ];
  });
}

function badPorts(values: JsonObject): readonly ValueFault[] {
  return PORT_LISTS.flatMap((name) => {
    const { faults } = parsePortList(textAt(values, name) ?? '');
    if (faults.length === 0) return [];
    return [
      {
        got: `${listed(faults)} in ${name}`,
        expected: 'port numbers and ranges, separated by commas',
        fix: 'Correct the list.',
      },
    ];
  });
}

function badNetworks(values: JsonObject): readonly ValueFault[] {
  const text = stringAt(values, 'clusterNetworks') ?? '';
  const bad = text
    .replace(/^,+|,+$/g, '')
    .split(',')
    .filter((network) => network !== '' && parseCidr(network) === undefined);
  if (bad.length === 0) return [];
  return [
    {
      got: `${listed(bad.map((network) => JSON.stringify(network)))} in clusterNetworks`,
      expected: 'CIDRs, separated by commas without spaces',
      effect: 'Injection fails for every pod if one item cannot be read.',
      fix: 'Correct the list.',
    },
  ];
}

function contradictions(values: JsonObject, { release }: Install): readonly ValueFault[] {
  const faults: ValueFault[] = [];
  const isSet = (name: string) => Number(find(values, name) ?? 0) > 0;
  if (isSet('proxyInit.closeWaitTimeoutSecs') && find(values, 'proxyInit.runAsRoot') !== true) {
    faults.push({
      got: 'proxyInit.closeWaitTimeoutSecs without proxyInit.runAsRoot',
      expected: 'both or none',
      effect: 'Only an init container that runs as root can set the timeout.',
      fix: 'Remove the timeout.',
    });
  }
  const native = find(values, 'proxy.nativeSidecar') === true;
  if (release === '2.19' && native && isSet('proxy.waitBeforeExitSeconds')) {
    faults.push({
      got: 'proxy.nativeSidecar with proxy.waitBeforeExitSeconds',
      expected: 'one of them',
      effect: 'Linkerd 2.19 injects nothing if both are set.',
      fix: 'Remove the wait: a native sidecar stops after the containers anyway.',
    });
  }
  return faults;
}
