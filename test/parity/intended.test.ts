import { describe, expect, test } from 'vitest';
import type { Difference } from '../../lib/parity/compare.js';
import { INTENDED, intendedDifference } from '../../lib/parity/intended.js';

type Pair = readonly [explained: Difference, near: Difference];

const difference = (object: string, path: string, chart?: string, ours?: string): Difference => ({
  object,
  path,
  ...(chart !== undefined && { chart }),
  ...(ours !== undefined && { ours }),
});
const CONFIG = 'ConfigMap linkerd/linkerd-config';
const DESTINATION = 'Deployment linkerd/linkerd-destination';
const INJECTOR = 'Deployment linkerd/linkerd-proxy-injector';
const IDENTITY = 'Deployment linkerd/linkerd-identity';
const PLUGIN = 'DaemonSet linkerd-cni/linkerd-cni';
const WEBHOOK = 'MutatingWebhookConfiguration linkerd-proxy-injector-webhook-config';
const SERVER = 'CustomResourceDefinition servers.policy.linkerd.io';
const pod = (path: string) => `spec.template.spec.${path}`;
const note = (name: string) => `spec.template.metadata.annotations["${name}"]`;
const sp = 'spec.versions.v1.schema.openAPIV3Schema.properties';

/** For each entry, by its name, a difference that it explains and one that is nearly the same, which nothing explains. */
const PAIRS: { readonly [name: string]: Pair } = {
  'part-of': [
    difference(DESTINATION, 'metadata.labels["app.kubernetes.io/part-of"]', 'Linkerd'),
    difference(DESTINATION, 'metadata.labels["app.kubernetes.io/name"]', 'destination'),
  ],
  'created-by': [
    difference(DESTINATION, note('linkerd.io/created-by'), 'linkerd/helm edge-26.6.3', 'meshwright'),
    difference(DESTINATION, note('linkerd.io/created-by'), undefined, 'meshwright'),
  ],
  'chart-label': [
    difference(SERVER, 'metadata.labels["helm.sh/chart"]', 'linkerd-crds-1'),
    difference(SERVER, 'metadata.labels["linkerd.io/control-plane-ns"]', 'linkerd'),
  ],
  namespace: [
    difference('Namespace linkerd', '', undefined, 'the object'),
    difference('Namespace linkerd', '', 'the object'),
  ],
  'network-policies': [
    difference('NetworkPolicy linkerd/linkerd-identity', '', undefined, 'the object'),
    difference('NetworkPolicy linkerd/linkerd-identity', '', 'the object'),
  ],
  resources: [
    difference(DESTINATION, pod('containers.destination.resources.limits.cpu'), undefined, '1'),
    difference(WEBHOOK, 'webhooks["x"].rules[0].resources', undefined, 'pods'),
  ],
  checksum: [
    difference(INJECTOR, note('checksum/config'), 'abc'),
    difference(IDENTITY, note('checksum/config'), 'abc'),
  ],
  'trust-anchors': [
    difference(CONFIG, 'data.values.identityTrustAnchorsPEM', '# root\n---', '---'),
    difference(CONFIG, 'data.values.identityTrustAnchorsPEM', '---'),
  ],
  'trust-root-checksum': [
    difference(IDENTITY, note('linkerd.io/trust-root-sha256'), 'a', 'b'),
    difference(IDENTITY, note('linkerd.io/trust-root-sha256'), 'a'),
  ],
  'extensions-group': [
    difference('ClusterRole linkerd-linkerd-proxy-injector', 'rules["extensions/jobs get"]', 'granted'),
    difference('ClusterRole linkerd-linkerd-proxy-injector', 'rules["batch/jobs get"]', 'granted'),
  ],
  'template-text': [
    difference(
      CONFIG,
      'data.values.podMonitor.controller.namespaceSelector',
      '- {{ .Release.Namespace }}',
      '- linkerd',
    ),
    difference(CONFIG, 'data.values.podMonitor.controller.namespaceSelector', '- mesh', '- linkerd'),
  ],
  'heartbeat-schedule': [
    difference('CronJob linkerd/linkerd-heartbeat', 'spec.schedule', '31 07 * * *', '0 0 * * *'),
    difference('CronJob linkerd/linkerd-heartbeat', 'spec.schedule', '5 4 * * 1', '0 0 * * *'),
  ],
  'renewed-certificates': [
    difference('Secret linkerd/linkerd-identity-issuer', '', 'the object'),
    difference('Secret linkerd/linkerd-config-overrides', '', 'the object'),
  ],
  'certificate-sources': [
    difference(CONFIG, 'data.values.identity.issuer.scheme', 'linkerd.io/tls', 'kubernetes.io/tls'),
    difference(CONFIG, 'data.values.identity.issuer.issuanceLifetime', '24h0m0s', '1h'),
  ],
  'identity-scheme': [
    difference(IDENTITY, pod('containers.identity.args["-identity-scheme"]'), 'linkerd.io/tls', 'kubernetes.io/tls'),
    difference(IDENTITY, pod('containers.identity.args["-identity-scheme"]'), 'another', 'kubernetes.io/tls'),
  ],
  'webhook-authorities': [
    difference(WEBHOOK, 'webhooks["x"].clientConfig.caBundle', 'LS0t'),
    difference(WEBHOOK, 'webhooks["x"].clientConfig.service.name', 'x'),
  ],
  'pod-info': [
    difference(DESTINATION, pod('volumes.linkerd-podinfo.name'), undefined, 'linkerd-podinfo'),
    difference(DESTINATION, pod('volumes.linkerd-podinfo.name'), 'linkerd-podinfo'),
  ],
  'trace-identity': [
    difference(IDENTITY, pod('containers.linkerd-proxy.env.LINKERD2_PROXY_TRACE_COLLECTOR_SVC_NAME.value'), 'a', 'b'),
    difference(IDENTITY, pod('containers.linkerd-proxy.env.LINKERD2_PROXY_TRACE_COLLECTOR_SVC_ADDR.value'), 'a', 'b'),
  ],
  'injector-annotations': [
    difference(INJECTOR, note('example.com/owner'), 'identity'),
    difference(INJECTOR, note('config.linkerd.io/default-inbound-policy'), 'deny'),
  ],
  'scratch-space': [
    difference(IDENTITY, pod('volumes.tmp.emptyDir.sizeLimit'), undefined, '1Mi'),
    difference(IDENTITY, pod('volumes.tmp.emptyDir.medium'), undefined, 'Memory'),
  ],
  'pod-security-policy': [
    difference('PodSecurityPolicy linkerd-linkerd-control-plane', '', 'the object'),
    difference(CONFIG, '', 'the object'),
  ],
  'cni-installer': [
    difference(PLUGIN, pod('containers.install-cni.securityContext.capabilities.drop'), undefined, 'ALL'),
    difference(PLUGIN, pod('containers.install-cni.securityContext.privileged'), undefined, 'true'),
  ],
  'cni-repair-controller': [
    difference(PLUGIN, pod('containers.repair-controller.args["--log-level"]'), undefined, 'info'),
    difference(PLUGIN, pod('containers.repair-controller.args["--log-level"]'), 'debug', 'info'),
  ],
  descriptions: [
    difference(SERVER, `${sp}.spec.description`, 'Prose.'),
    difference(SERVER, `${sp}.spec.properties.description.type`, 'string'),
  ],
  'object-types': [
    difference(SERVER, `${sp}.kind.type`, 'string'),
    difference(SERVER, `${sp}.spec.properties.kind.type`, 'string'),
  ],
  'required-of-lists': [
    difference(SERVER, `${sp}.status.properties.conditions.required`, 'status, type'),
    difference(SERVER, `${sp}.status.properties.conditions.items.required`, 'status, type'),
  ],
  'gateway-api': [
    difference('CustomResourceDefinition httproutes.gateway.networking.k8s.io', '', 'the object'),
    difference('CustomResourceDefinition httproutes.policy.linkerd.io', '', 'the object'),
  ],
};

describe('the intended differences', () => {
  test('have names that tell them apart, and a reason that is a sentence', () => {
    const names = INTENDED.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, reason } of INTENDED) expect(reason, name).toMatch(/^\S.{20,}\.$/);
  });

  test('have a pair of examples each', () => {
    expect(Object.keys(PAIRS).sort()).toEqual(INTENDED.map(({ name }) => name).sort());
  });

  test.each(Object.entries(PAIRS))('%s explains what it is for, and nothing else', (name, [explained, near]) => {
    expect(intendedDifference(explained)?.name).toBe(name);
    expect(intendedDifference(near)).toBeUndefined();
  });

  test('explain no whole object by an entry for its fields', () => {
    const whole = [CONFIG, DESTINATION, INJECTOR, IDENTITY, PLUGIN, WEBHOOK, SERVER];
    const found = whole.flatMap((object) => [
      intendedDifference(difference(object, '', 'the object')),
      intendedDifference(difference(object, '', undefined, 'the object')),
    ]);
    expect(found.filter((intent) => intent !== undefined)).toEqual([]);
  });
});
