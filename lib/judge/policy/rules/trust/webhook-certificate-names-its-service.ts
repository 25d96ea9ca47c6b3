import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, stringListAt, stringsAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { perCluster } from '../../../model/per-cluster.js';
import { namespaceOf } from '../../../model/pods/pod.js';
import { CERTIFICATE } from '../../../model/trust/certificates.js';
import { defineRule } from '../../rule.js';

const example = (name: string) => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-proxy-injector, namespace: linkerd }
spec: { secretName: linkerd-proxy-injector-k8s-tls, dnsNames: [${name}], usages: [server auth], issuerRef: { name: ca } }
`;
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
  summary: 'The certificate of a webhook is for a server, and names the Service that the API server calls.',
  rationale:
    'The API server calls <service>.<namespace>.svc and refuses a certificate without that name: then nothing is injected or validated, or nothing can be created at all.',
  source: 'https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#service-reference',
  appliesTo: [CERTIFICATE],
  passes: example('linkerd-proxy-injector.linkerd.svc'),
  fails: example('linkerd-proxy-injector'),
  *check(resource, cluster) {
    const { object } = resource;
    const called = servicesOf(resource, cluster);
    const names = stringListAt(object, 'spec', 'dnsNames');
    for (const service of called) {
      if (names.some((name) => covers(name, service))) continue;
      yield {
        path: 'spec.dnsNames',
        got: names.length === 0 ? 'no names' : listed(names),
        expected: `${service}, which the API server calls`,
        fix: 'Add the name; commonName does not count.',
      };
    }
    const usages = stringListAt(object, 'spec', 'usages');
    const fits = usages.some((usage) => usage === 'server auth' || usage === 'any');
    // A certificate that names no extended usage is good for all.
    if (called.length === 0 || fits || !usages.some((usage) => EXTENDED.test(usage))) return;
    yield { path: 'spec.usages', got: listed(usages), expected: 'server auth', fix: 'Add server auth.' };
  },
});

/** The names under which the API server calls the webhooks that a Certificate is for. */
function servicesOf(certificate: Resource, cluster: ClusterIndex): readonly string[] {
  const [, linkerd] = LINKERD.exec(stringAt(certificate.object, 'spec', 'secretName') ?? '') ?? [];
  const namespace = namespaceOf(certificate);
  const injected = calledWith(cluster).get(`${namespace}/${certificate.object.metadata.name}`) ?? [];
  return [...new Set([...(linkerd === undefined ? [] : [`${linkerd}.${namespace}.svc`]), ...injected])];
}

/** By the Certificate, `namespace/name`, whose CA cert-manager puts into a webhook configuration: the Services that are called. */
const calledWith = perCluster((cluster): ReadonlyMap<string, readonly string[]> => {
  const called = new Map<string, string[]>();
  for (const { object } of cluster.ofKind(...WEBHOOKS)) {
    const certificate = stringsAt(object, 'metadata', 'annotations')['cert-manager.io/inject-ca-from'];
    if (certificate === undefined) continue;
    for (const webhook of listAt(object, 'webhooks')) {
      const name = stringAt(webhook, 'clientConfig', 'service', 'name');
      const namespace = stringAt(webhook, 'clientConfig', 'service', 'namespace');
      if (name === undefined || namespace === undefined) continue;
      called.set(certificate, [...(called.get(certificate) ?? []), `${name}.${namespace}.svc`]);
    }
  }
  return called;
});

function covers(name: string, service: string): boolean {
  return name === service || (name.startsWith('*.') && service.slice(service.indexOf('.')) === name.slice(1));
}
