import type { Diagnostic } from '../../../diagnostic.js';
import { isDomain } from '../../fleet/networks.js';
import type { At } from './place.js';
import { selectorOf } from './pod-monitors.js';
import type { LinkerdValues } from './values.js';

const POLICIES = [
  'all-authenticated',
  'all-unauthenticated',
  'audit',
  'cluster-authenticated',
  'cluster-unauthenticated',
  'deny',
];

export function checkChoices(at: At, values: LinkerdValues): Diagnostic[] {
  const { proxy, proxyInit, networkValidator } = values;
  const formats = ['plain', 'json'];
  return [
    oneOf(at('controllerLogFormat'), values.controllerLogFormat, formats),
    oneOf(at('controllerLogLevel'), values.controllerLogLevel, [
      'panic',
      'fatal',
      'error',
      'warn',
      'info',
      'debug',
      'trace',
    ]),
    oneOf(at('imagePullPolicy'), values.imagePullPolicy, ['Always', 'IfNotPresent', 'Never']),
    oneOf(at('networkValidator.logFormat'), networkValidator.logFormat, formats),
    oneOf(at('proxy.accessLog'), proxy.accessLog ?? '', ['', 'apache', 'json']),
    oneOf(at('proxy.defaultInboundPolicy'), proxy.defaultInboundPolicy, POLICIES),
    oneOf(at('proxy.logFormat'), proxy.logFormat, formats),
    oneOf(at('proxy.logHTTPHeaders'), proxy.logHTTPHeaders, ['off', 'insecure', '']),
    oneOf(at('proxy.outboundTransportMode'), proxy.outboundTransportMode, ['transport-header', 'transparent']),
    oneOf(at('proxyInit.iptablesMode'), proxyInit.iptablesMode, ['nft', 'legacy']),
    oneOf(at('proxyInit.logFormat'), proxyInit.logFormat, ['', ...formats]),
    oneOf(at('webhookFailurePolicy'), values.webhookFailurePolicy, ['Fail', 'Ignore']),
    checkTrustDomain(at('identityTrustDomain'), values.identityTrustDomain),
    checkNamespaceSelector(at('podMonitor.controller.namespaceSelector'), values.podMonitor.controller),
  ].flat();
}

/** A text that must be one of a few; an empty one among them stands for the default. */
export function oneOf(where: string, got: string, choices: readonly string[]): Diagnostic[] {
  if (choices.includes(got)) return [];
  const named = choices.filter((choice) => choice !== '');
  return [{ where, got: `'${got}'`, expected: `one of ${named.join(', ')}`, fix: 'Choose one of them.' }];
}

function checkTrustDomain(where: string, domain: string): Diagnostic[] {
  if (isDomain(domain)) return [];
  return [
    {
      where,
      got: `'${domain}'`,
      expected: 'a DNS name such as cluster.local',
      fix: 'Correct it, or drop it to use the default; TrustHierarchy has it too.',
    },
  ];
}

function checkNamespaceSelector(
  where: string,
  { namespaceSelector }: { readonly namespaceSelector: string },
): Diagnostic[] {
  if (selectorOf(namespaceSelector) !== undefined) return [];
  return [
    {
      where,
      got: `'${namespaceSelector}'`,
      expected: "a mapping in YAML, such as 'any: true'",
      fix: 'Correct the text.',
    },
  ];
}
