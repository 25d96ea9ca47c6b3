import type { Diagnostic } from '../../../diagnostic.js';
import { parseCidr } from '../../../formats/cidr.js';
import { isRepository } from '../../../formats/image-name.js';
import type { At } from './place.js';
import type { LinkerdValues } from './values.js';

/** Durations, numbers, networks and image names that a controller would refuse, or take for something else, once it runs. */
export function checkFigures(at: At, values: LinkerdValues): Diagnostic[] {
  return [
    ...Object.entries(durations(values)).flatMap(([path, text]) =>
      /^(\d+(\.\d+)?(ms|s|m|h|d))+$/.test(text) ? [] : [refuse(at(path), `'${text}'`, 'a duration such as 10s or 5m')],
    ),
    ...Object.entries(numbers(values)).flatMap(([path, [value, least, most]]) =>
      Number.isInteger(value) && value >= least && value <= most
        ? []
        : [refuse(at(path), String(value), `a whole number from ${least}${most === Infinity ? ' on' : ` to ${most}`}`)],
    ),
    ...Object.entries(networks(values)).flatMap(([path, network]) =>
      parseCidr(network) !== undefined ? [] : [refuse(at(path), `'${network}'`, 'a CIDR such as 10.0.0.0/8')],
    ),
    ...Object.entries(images(values)).flatMap(([path, name]) =>
      isRepository(name)
        ? []
        : [refuse(at(path), `'${name}'`, 'an image name without tag, such as cr.l5d.io/linkerd/proxy')],
    ),
  ];
}

function refuse(where: string, got: string, expected: string): Diagnostic {
  return { where, got, expected, fix: 'Correct it, or drop it to use the default.' };
}

function durations({ identity, networkValidator, proxy }: LinkerdValues): Record<string, string> {
  const { idleTimeout, initialTimeout, lifetime } = proxy.control.streams;
  const stated = {
    'identity.issuer.clockSkewAllowance': identity.issuer.clockSkewAllowance,
    'identity.issuer.issuanceLifetime': identity.issuer.issuanceLifetime,
    'networkValidator.timeout': networkValidator.timeout,
    'proxy.control.streams.idleTimeout': idleTimeout,
    'proxy.control.streams.initialTimeout': initialTimeout,
    'proxy.control.streams.lifetime': lifetime,
    'proxy.inboundConnectTimeout': proxy.inboundConnectTimeout,
    'proxy.inboundDiscoveryCacheUnusedTimeout': proxy.inboundDiscoveryCacheUnusedTimeout,
    'proxy.outboundConnectTimeout': proxy.outboundConnectTimeout,
    'proxy.outboundDiscoveryCacheUnusedTimeout': proxy.outboundDiscoveryCacheUnusedTimeout,
    'proxy.shutdownGracePeriod': proxy.shutdownGracePeriod,
  };
  // What is empty leaves the choice to the program.
  return Object.fromEntries(Object.entries(stated).filter(([, text]) => text !== ''));
}

type Bounded = readonly [value: number, least: number, most: number];

function numbers(values: LinkerdValues): Record<string, Bounded> {
  const { identity, kubeAPI, proxy, proxyInit, proxyInjector } = values;
  return {
    controllerUID: [values.controllerUID, 0, Infinity],
    'identity.kubeAPI.clientBurst': [identity.kubeAPI.clientBurst, 1, Infinity],
    'identity.kubeAPI.clientQPS': [identity.kubeAPI.clientQPS, 1, Infinity],
    'kubeAPI.clientBurst': [kubeAPI.clientBurst, 1, Infinity],
    'kubeAPI.clientQPS': [kubeAPI.clientQPS, 1, Infinity],
    'proxy.runtime.workers.minimum': [proxy.runtime.workers.minimum, 1, Infinity],
    'proxy.uid': [proxy.uid, 0, Infinity],
    'proxy.waitBeforeExitSeconds': [proxy.waitBeforeExitSeconds, 0, Infinity],
    'proxyInit.closeWaitTimeoutSecs': [proxyInit.closeWaitTimeoutSecs, 0, Infinity],
    'proxyInit.runAsGroup': [proxyInit.runAsGroup, 0, Infinity],
    'proxyInit.runAsUser': [proxyInit.runAsUser, 0, Infinity],
    // The API server's own bounds.
    'proxyInjector.timeoutSeconds': [proxyInjector.timeoutSeconds, 1, 30],
    revisionHistoryLimit: [values.revisionHistoryLimit, 0, Infinity],
  };
}

function networks({ policyController, proxyInit }: LinkerdValues): Record<string, string> {
  const skipped = proxyInit.skipSubnets === '' ? [] : proxyInit.skipSubnets.split(',');
  return Object.fromEntries([
    ...policyController.probeNetworks.map((network, index) => [`policyController.probeNetworks[${index}]`, network]),
    ...skipped.map((network, index) => [`proxyInit.skipSubnets[${index}]`, network.trim()]),
  ]);
}

function images({ controllerImage, debugContainer, proxy }: LinkerdValues): Record<string, string> {
  return {
    controllerImage,
    'debugContainer.image.name': debugContainer.image.name,
    'proxy.image.name': proxy.image.name,
  };
}
