import { parseCidr } from '../../../formats/cidr.js';
import { parseGoDuration } from '../../../formats/go-duration.js';
import { parseQuantity } from '../../../formats/quantity.js';
import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { INJECT_ANNOTATION, INJECT_VALUES } from './injection.js';
import { parsePortList } from './port-list.js';

/** What a value must be: tells whether a text is one, and how messages describe it. */
interface ValueType {
  readonly expected: string;
  readonly accepts: (text: string) => boolean;
}

/** One annotation that configures the proxy. */
export interface ProxyAnnotation {
  /** Whether pods inherit it from their Namespace. */
  readonly inherited: boolean;
  /** Undefined if every text is accepted, or another rule judges it. */
  readonly value: ValueType | undefined;
}

const PREFIXES = ['config.linkerd.io/', 'config.alpha.linkerd.io/', 'config.beta.linkerd.io/'];

const oneOf = (...values: readonly string[]): ValueType => ({
  expected: `one of ${values.map((value) => (value === '' ? 'nothing' : value)).join(', ')}`,
  accepts: (text) => values.includes(text),
});
const matching = (expected: string, pattern: RegExp): ValueType => ({
  expected,
  accepts: (text) => pattern.test(text),
});

const SWITCH = oneOf('enabled', 'disabled');
const BOOLEAN = matching('true or false', /^(?:1|t|T|true|TRUE|True|0|f|F|false|FALSE|False)$/);
const WHOLE = matching('a whole number', /^\d+$/);
const PORT: ValueType = {
  expected: 'a port number from 1 to 65535',
  accepts: (text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= 65535,
};
const PORTS: ValueType = {
  expected: 'port numbers and ranges such as 4222,6222-6224; names are not read',
  accepts: (text) => parsePortList(text).faults.length === 0,
};
const QUANTITY: ValueType = {
  expected: 'a quantity such as 100m or 64Mi',
  accepts: (text) => parseQuantity(text) !== undefined,
};
const DURATION: ValueType = {
  expected: 'a Go duration such as 1s or 500ms',
  accepts: (text) => parseGoDuration(text) !== undefined,
};
const RATIO: ValueType = {
  expected: 'a number between 0 and 1, both excluded',
  accepts: (text) => /^\d*\.?\d+$/.test(text) && Number(text) > 0 && Number(text) < 1,
};
const SUBNETS: ValueType = {
  expected: 'CIDRs, separated by commas',
  accepts: (text) => text.split(',').every((cidr) => parseCidr(cidr.trim()) !== undefined),
};
const JSON_LIST: ValueType = {
  expected: 'a JSON list of environment variables',
  accepts: (text) => {
    try {
      return Array.isArray(JSON.parse(text));
    } catch {
      return false;
    }
  },
};

const INHERITED: Readonly<Record<string, ValueType | undefined>> = {
  'access-log': undefined,
  'admin-port': PORT,
  'control-port': PORT,
  'default-inbound-policy': undefined,
  'enable-debug-sidecar': BOOLEAN,
  'enable-external-profiles': BOOLEAN,
  'image-pull-policy': oneOf('Always', 'IfNotPresent', 'Never'),
  'inbound-port': PORT,
  'init-image': undefined,
  'init-image-version': undefined,
  'opaque-ports': PORTS,
  'outbound-port': PORT,
  'pod-inbound-ports': PORTS,
  'proxy-additional-env': JSON_LIST,
  'proxy-admin-shutdown': SWITCH,
  'proxy-await': SWITCH,
  'proxy-cpu-limit': QUANTITY,
  'proxy-cpu-request': QUANTITY,
  'proxy-disable-inbound-protocol-detect-timeout': BOOLEAN,
  'proxy-disable-outbound-protocol-detect-timeout': BOOLEAN,
  'proxy-enable-native-sidecar': BOOLEAN,
  'proxy-ephemeral-storage-limit': QUANTITY,
  'proxy-ephemeral-storage-request': QUANTITY,
  'proxy-gid': WHOLE,
  'proxy-image': undefined,
  'proxy-inbound-connect-timeout': DURATION,
  'proxy-inbound-discovery-cache-unused-timeout': DURATION,
  'proxy-log-format': undefined,
  'proxy-log-http-headers': oneOf('insecure', 'off', ''),
  'proxy-log-level': undefined,
  'proxy-memory-limit': QUANTITY,
  'proxy-memory-request': QUANTITY,
  'proxy-metrics-hostname-labels': BOOLEAN,
  'proxy-outbound-connect-timeout': DURATION,
  'proxy-outbound-discovery-cache-unused-timeout': DURATION,
  'proxy-require-identity-inbound-ports': PORTS,
  'proxy-uid': WHOLE,
  'proxy-version': undefined,
  'shutdown-grace-period': DURATION,
  'skip-inbound-ports': PORTS,
  'skip-outbound-ports': PORTS,
  'skip-subnets': SUBNETS,
};

const OWN: Readonly<Record<string, ValueType | undefined>> = {
  'close-wait-timeout': DURATION,
  'debug-image': undefined,
  'debug-image-pull-policy': oneOf('Always', 'IfNotPresent', 'Never'),
  'debug-image-version': undefined,
  'enable-gateway': BOOLEAN,
  'proxy-cpu-ratio-limit': RATIO,
};

/**
 * The annotations that Linkerd 2.19 and 2.20 read on pods, by their whole key.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/pkg/k8s/labels.go
 */
export const PROXY_ANNOTATIONS: ReadonlyMap<string, ProxyAnnotation> = new Map([
  [INJECT_ANNOTATION, { inherited: true, value: oneOf(...INJECT_VALUES, '') }],
  ...keyed('config.linkerd.io/', INHERITED, true),
  ...keyed('config.linkerd.io/', OWN, false),
  ...keyed(
    'config.alpha.linkerd.io/',
    { 'proxy-enable-native-sidecar': BOOLEAN, 'proxy-wait-before-exit-seconds': WHOLE },
    true,
  ),
  // Linkerd 2.19 copies it from the Namespace, 2.20 does not.
  ...keyed('config.beta.linkerd.io/', { 'proxy-enable-native-sidecar': BOOLEAN }, true),
]);

/** One label or annotation of an object, or of its pods. */
export interface Entry {
  readonly key: string;
  readonly text: string;
  readonly field: Field;
}

/** The entries of labels or annotations that are text. */
export function entriesOf(field: Field): readonly Entry[] {
  return Object.entries(field.textEntries).map(([key, text]) => ({ key, text, field: field.at(key) }));
}

/** The annotations by which an object configures proxies: those of its pod template, or its own where it has none. */
export function proxyAnnotationsOf(resource: Resource, cluster: ClusterIndex): Field {
  return (cluster.podOf(resource)?.metadata ?? Field.of(resource).at('metadata')).at('annotations');
}

/** Whether a key is one that the injector would have to know. */
export function isProxyKey(key: string): boolean {
  return key === INJECT_ANNOTATION || PREFIXES.some((prefix) => key.startsWith(prefix));
}

function keyed(
  prefix: string,
  values: Readonly<Record<string, ValueType | undefined>>,
  inherited: boolean,
): [string, ProxyAnnotation][] {
  return Object.entries(values).map(([name, value]) => [`${prefix}${name}`, { inherited, value }]);
}
