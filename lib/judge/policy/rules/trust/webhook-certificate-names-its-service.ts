import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const LINKERD = /^(linkerd-(?:policy-validator|proxy-injector|sp-validator))-k8s-tls$/;
const EXTENDED = /auth|signing|protection|any|ipsec|timestamping|sgc/;
const WEBHOOKS = [
  'admissionregistration.k8s.io/MutatingWebhookConfiguration',
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
];

export default defineRule({
  id: 'trust/webhook-certificate-names-its-service',
  severity: 'error',
  scope: 'object',
  summary: 'The certificate of a webhook is for a server, and has the name of the Service that the API server calls.',
  rationale:
    'The API server calls <service>.<namespace>.svc and rejects a certificate without that name. Then nothing is injected or validated, or nothing can be created at all.',
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference',
  appliesTo: [CERTIFICATE],
  reads: [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  ],
  passes: example('linkerd-proxy-injector.linkerd.svc'),
  fails: example('linkerd-proxy-injector'),
  about: (resource, cluster) => {
    const called = servicesOf(resource, cluster);
    return called.length === 0 ? [] : [{ spec: Field.of(resource).at('spec'), called }];
  },
  *check({ spec, called }) {
    const names = spec.at('dnsNames');
    for (const service of called) {
      if (names.texts.some((name) => covers(name, service))) continue;
      yield names.violation({
        got: names.texts.length === 0 ? 'no names' : listed(names.texts),
        expected: `${service}, which the API server calls`,
        fix: 'Add the name. commonName does not count.',
      });
    }
    const usages = spec.at('usages');
    const fits = usages.texts.some((usage) => usage === 'server auth' || usage === 'any');
    // A certificate without extended usages is valid for all.
    if (fits || !usages.texts.some((usage) => EXTENDED.test(usage))) return;
    yield usages.violation({ got: listed(usages.texts), expected: 'server auth', fix: 'Add server auth.' });
  },
});

/** The names by which the API server calls the webhooks that a Certificate is for. */
function servicesOf(certificate: Resource, cluster: ClusterIndex): readonly string[] {
  const [, linkerd] = LINKERD.exec(stringAt(certificate.object, 'spec', 'secretName') ?? '') ?? [];
  const namespace = namespaceOf(certificate);
  const injected = calledWith(cluster).get(`${namespace}/${certificate.object.metadata.name}`) ?? [];
  return [...new Set([...(linkerd === undefined ? [] : [`${linkerd}.${namespace}.svc`]), ...injected])];
}

/** The Services that the API server calls, by the Certificate, `namespace/name`, whose CA cert-manager injects into the webhook configuration. */
const calledWith = perCluster((cluster): ReadonlyMap<string, readonly string[]> => {
  const called = new Map<string, string[]>();
  for (const resource of cluster.ofKind(...WEBHOOKS)) {
    const root = Field.of(resource);
    const certificate = root.at('metadata', 'annotations', 'cert-manager.io/inject-ca-from').text;
    if (certificate === undefined) continue;
    for (const webhook of root.at('webhooks').items) {
      const service = webhook.at('clientConfig', 'service');
      const [name, namespace] = [service.at('name').text, service.at('namespace').text];
      if (name === undefined || namespace === undefined) continue;
      called.set(certificate, [...(called.get(certificate) ?? []), `${name}.${namespace}.svc`]);
    }
  }
  return called;
});

function covers(name: string, service: string): boolean {
  return name === service || (name.startsWith('*.') && service.slice(service.indexOf('.')) === name.slice(1));
}

function example(name: string): string {
  return `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-proxy-injector, namespace: linkerd }
spec: { secretName: linkerd-proxy-injector-k8s-tls, dnsNames: [${name}], usages: [server auth], issuerRef: { name: ca } }
`;
}
