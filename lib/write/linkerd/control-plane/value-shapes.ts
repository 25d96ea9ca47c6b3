import type { EnvVar, EnvVarSource, Toleration } from '../../../../imports/k8s.js';
import { parseCidr } from '../../../formats/cidr.js';
import { parseGoDuration } from '../../../formats/go-duration.js';
import { isRepository } from '../../../formats/image-name.js';
import { parseLinkerdDuration } from '../../../formats/linkerd-duration.js';
import { type OptionShapes, partOf } from '../../../input/part.js';
import { either, list, mapping, oneOf, optional, options } from '../../../input/shape.js';
import {
  accepted,
  anyText,
  anything,
  decimal,
  domainName,
  flag,
  integer,
  label,
  objectName,
  text,
} from '../../../input/values.js';
import { NO_RESOURCES } from './default-values.js';
import { selectorOf } from './pod-monitors.js';
import { isPortRange } from './port-range.js';
import type { ServiceAccountReference } from './shared-values.js';
import { isUserKeyed } from './user-keys.js';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchLabels?: { readonly [label: string]: string };
  readonly matchExpressions?: readonly Requirement[];
}

/** Users and groups of a container, as the API server accepts them. */
const LARGEST_ID = 2_147_483_647;

const texts = mapping(anyText);
const environment = list(
  options<EnvVar>({ name: anyText, value: optional(anyText), valueFrom: optional(anything<EnvVarSource>()) }),
);
const requirement = options<Requirement>({ key: anyText, operator: anyText, values: optional(list(anyText)) });
const selector = options<Selector>({
  matchLabels: optional(texts),
  matchExpressions: optional(list(requirement)),
});
/** Parameters by scope and protocol. */
const parameters = mapping(mapping(texts));
const resources = partOf(NO_RESOURCES, {}, isUserKeyed);
const proxyResources = partOf({ ...NO_RESOURCES, cores: 0 }, { cores: integer(0) }, isUserKeyed);
const amount = either(integer(0), text('a number of pods or a percentage, such as 1 or 25%', /^\d+%?$/));
const user = integer(0, LARGEST_ID);
const group = integer(-1, LARGEST_ID);
const port = integer(1, 65_535);
const logFormat = oneOf('', 'plain', 'json');
/** An empty value leaves the choice to the program. */
const goDuration = accepted<string>(
  'a duration such as 10s or 5m',
  (value) => value === '' || (typeof value === 'string' && parseGoDuration(value) !== undefined),
);
const proxyDuration = accepted<string>(
  'a duration in whole numbers, such as 10s or 5m',
  (value) => value === '' || (typeof value === 'string' && parseLinkerdDuration(value) !== undefined),
);
const cidr = accepted<string>(
  'a CIDR such as 10.0.0.0/8',
  (value) => typeof value === 'string' && parseCidr(value) !== undefined,
);
const image = accepted<string>(
  'an image name without tag, such as cr.l5d.io/linkerd/proxy',
  (value) => typeof value === 'string' && isRepository(value),
);
const ports = accepted<string>(
  'ports and ranges separated by commas, such as 25,587,3306,6000-6010',
  (value) => value === '' || (typeof value === 'string' && value.split(',').every(isPortRange)),
);

/** What the charts of the control plane and of the CNI plugin share. */
const SHARED: OptionShapes = {
  additionalArgs: list(anyText),
  additionalEnv: environment,
  commonLabels: texts,
  experimentalArgs: list(anyText),
  experimentalEnv: environment,
  ignoreInboundPorts: ports,
  ignoreOutboundPorts: ports,
  imagePullPolicy: oneOf('Always', 'IfNotPresent', 'Never'),
  imagePullSecrets: list(options<{ readonly name: string }>({ name: objectName })),
  iptablesMode: oneOf('nft', 'legacy'),
  logFormat,
  maxSurge: amount,
  maxUnavailable: amount,
  nodeAffinity: accepted<object>('an object', (value) => typeof value === 'object' && !Array.isArray(value)),
  nodeSelector: texts,
  podAnnotations: texts,
  podLabels: texts,
  revisionHistoryLimit: integer(0),
  tolerations: list(
    options<Toleration>({
      effect: optional(anyText),
      key: optional(anyText),
      operator: optional(anyText),
      tolerationSeconds: optional(accepted('an integer', Number.isInteger)),
      value: optional(anyText),
    }),
  ),
};

/** The shapes of the values of the control plane's chart, in addition to the types of their defaults. */
export const LINKERD_VALUE_SHAPES: OptionShapes = {
  ...SHARED,
  configReaders: list(options<ServiceAccountReference>({ name: objectName, namespace: label })),
  controllerGID: group,
  controllerImage: image,
  controllerLogFormat: oneOf('plain', 'json'),
  controllerLogLevel: oneOf('panic', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'),
  controllerReplicas: integer(1),
  controllerResources: resources,
  controllerUID: user,
  'debugContainer.image.name': image,
  destinationProxyResources: proxyResources,
  destinationResources: resources,
  heartbeat: partOf({ additionalEnv: [], experimentalEnv: [] }, SHARED, isUserKeyed),
  heartbeatResources: resources,
  highAvailability: flag,
  'identity.issuer.clockSkewAllowance': goDuration,
  'identity.issuer.issuanceLifetime': goDuration,
  'identity.kubeAPI.clientBurst': integer(1),
  'identity.kubeAPI.clientQPS': integer(1),
  identityProxyResources: proxyResources,
  identityResources: resources,
  identityTrustDomain: domainName,
  'kubeAPI.clientBurst': integer(1),
  'kubeAPI.clientQPS': integer(1),
  namespaceSelector: selector,
  'networkValidator.timeout': proxyDuration,
  objectSelector: selector,
  'podMonitor.controller.namespaceSelector': accepted<string>(
    "a mapping in YAML, such as 'any: true'",
    (value) => typeof value === 'string' && selectorOf(value) !== undefined,
  ),
  'policyController.probeNetworks': list(cidr),
  'proxy.accessLog': oneOf('', 'apache', 'json'),
  'proxy.control.streams.idleTimeout': proxyDuration,
  'proxy.control.streams.initialTimeout': proxyDuration,
  'proxy.control.streams.lifetime': proxyDuration,
  'proxy.cores': integer(0),
  'proxy.defaultInboundPolicy': oneOf(
    'all-authenticated',
    'all-unauthenticated',
    'audit',
    'cluster-authenticated',
    'cluster-unauthenticated',
    'deny',
  ),
  'proxy.gid': group,
  'proxy.image.name': image,
  'proxy.inbound': parameters,
  'proxy.inboundConnectTimeout': proxyDuration,
  'proxy.inboundDiscoveryCacheUnusedTimeout': proxyDuration,
  'proxy.logFormat': oneOf('plain', 'json'),
  'proxy.logHTTPHeaders': oneOf('off', 'insecure', ''),
  'proxy.opaquePorts': ports,
  'proxy.outbound': parameters,
  'proxy.outboundConnectTimeout': proxyDuration,
  'proxy.outboundDiscoveryCacheUnusedTimeout': proxyDuration,
  'proxy.outboundTransportMode': oneOf('transport-header', 'transparent'),
  'proxy.ports.admin': port,
  'proxy.ports.control': port,
  'proxy.ports.inbound': port,
  'proxy.ports.outbound': port,
  'proxy.requireIdentityOnInboundPorts': ports,
  'proxy.runtime.workers.maximum': integer(1),
  'proxy.runtime.workers.maximumCPURatio': decimal(0),
  'proxy.runtime.workers.minimum': integer(1),
  'proxy.shutdownGracePeriod': proxyDuration,
  'proxy.tracing.protocol': anyText,
  'proxy.uid': user,
  'proxy.waitBeforeExitSeconds': integer(0),
  'proxyInit.capabilities': partOf({ add: [], drop: [] }, {}, isUserKeyed),
  'proxyInit.closeWaitTimeoutSecs': integer(0),
  'proxyInit.image': partOf({ name: '', pullPolicy: '', version: '' }, {}, isUserKeyed),
  'proxyInit.kubeAPIServerPorts': ports,
  'proxyInit.resources': resources,
  'proxyInit.runAsGroup': user,
  'proxyInit.runAsUser': user,
  'proxyInit.skipSubnets': accepted<string>(
    'CIDRs separated by commas, such as 10.0.0.0/8,192.168.0.0/16',
    (value) =>
      value === '' ||
      (typeof value === 'string' && value.split(',').every((network) => parseCidr(network.trim()) !== undefined)),
  ),
  // The limits of the API server.
  'proxyInjector.timeoutSeconds': integer(1, 30),
  proxyInjectorProxyResources: proxyResources,
  proxyInjectorResources: resources,
  failureThreshold: integer(1),
  initialDelaySeconds: integer(0),
  periodSeconds: integer(1),
  saMountPath: partOf({ mountPath: '', name: '', readOnly: false }, {}, isUserKeyed),
  spValidatorResources: resources,
  timeoutSeconds: integer(1),
  webhookFailurePolicy: oneOf('Fail', 'Ignore'),
};

const folder = text('an absolute path, such as /opt/cni/bin', /^\//);

/** The shapes of the values of linkerd-cni's chart, in addition to the types of their defaults. */
export const CNI_VALUE_SHAPES: OptionShapes = {
  ...SHARED,
  destCNIBinDir: folder,
  destCNINetDir: folder,
  'image.pullPolicy': oneOf('Always', 'IfNotPresent', 'Never'),
  // The plugin reads these as numbers, without ranges.
  portsToRedirect: accepted<string>(
    'ports separated by commas, without ranges, such as 8080,9090',
    (value) =>
      value === '' ||
      (typeof value === 'string' && value.split(',').every((one) => isPortRange(one) && !one.includes('-'))),
  ),
};
