import { listed } from '../../../../manifest/listed.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER } from '../../../model/trust/certificates.js';
import { filesRead } from '../../../model/trust/files-read.js';
import {
  mentionedNames,
  namespacesThatWrite,
  type SecretUse,
  secretUses,
  writersOfSecret,
} from '../../../model/trust/secrets.js';
import { whyUnknown } from '../../declared/missing.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<SecretUse>({
  id: 'secret/mounts-are-provided',
  severity: 'error',
  scope: 'object',
  summary: 'The Secret of a key pair that a pod or an issuer reads is written in its own namespace.',
  rationale:
    'A pod stays in ContainerCreating until its Secret is written, and Secrets do not cross namespaces. Secrets without a certificate may be delivered separately from the manifests: this rule does not judge them.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-secret-must-exist',
  appliesTo: [...POD_KINDS, ISSUER, CLUSTER_ISSUER],
  reads: [
    '*',
    'ConfigMap',
    'Namespace',
    'Secret',
    'bitnami.com/SealedSecret',
    'cert-manager.io/Certificate',
    'external-secrets.io/ExternalSecret',
  ],
  about: (resource, cluster) =>
    secretUses(cluster).filter(
      (use) => use.resource === resource && (isWritten(use, cluster) || readsCertificate(use, cluster)),
    ),
  *check(use, cluster) {
    const { path, namespace, name } = use;
    if (writersOfSecret(cluster, `${namespace}/${name}`).length > 0) return;
    const places = namespacesThatWrite(cluster, name);
    const unknown = whyDeliveredApart(use, cluster);
    if (places.length > 0) {
      yield {
        path,
        got: `${name}, which is only written in namespace ${listed(places)}`,
        expected: `a Secret that is written in namespace ${namespace}`,
        fix: `Have it written in namespace ${namespace}; a Secret can only be read in its own namespace.`,
      };
    } else if (unknown !== undefined) {
      yield notJudged(unknown);
    } else {
      yield {
        path,
        got: `${name}, which no Certificate is written to`,
        expected: `the secretName of a Certificate of namespace ${namespace}, where cert-manager writes key pairs`,
        effect: 'Without the Secret the pod does not start.',
        fix: 'Correct the name, or add the Certificate. Waive this if the key pair is delivered separately.',
      };
    }
  },
  passes: example('web-tls'),
  fails: example('web-certificate'),
});

function isWritten({ namespace, name }: SecretUse, cluster: ClusterIndex): boolean {
  return writersOfSecret(cluster, `${namespace}/${name}`).length > 0 || namespacesThatWrite(cluster, name).length > 0;
}

function readsCertificate({ resource, volume }: SecretUse, cluster: ClusterIndex): boolean {
  const pod = cluster.podOf(resource);
  return pod !== undefined && volume !== undefined && filesRead(pod, volume, cluster).has('tls.crt');
}

/** Why a key pair that nothing writes may still exist. */
function whyDeliveredApart({ namespace, name }: SecretUse, cluster: ClusterIndex): string | undefined {
  const unknown = whyUnknown({ kind: 'Secret', namespace }, 'namespace', cluster);
  if (unknown !== undefined) return unknown;
  if (cluster.ofKindIn(namespace, CERTIFICATE).length + cluster.ofKindIn(namespace, ISSUER).length === 0)
    return `no Certificate or Issuer of namespace ${namespace} is among the files`;
  return mentionedNames(cluster).has(name) ? `${name} is named elsewhere too, so a program may write it` : undefined;
}

function example(secret: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      args: [--cert=/tls/tls.crt]
      volumeMounts: [{ name: tls, mountPath: /tls }]
  volumes: [{ name: tls, secret: { secretName: ${secret} } }]
---
apiVersion: v1
kind: Namespace
metadata: { name: apps }
---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: web, namespace: apps }
spec: { secretName: web-tls, issuerRef: { name: ca, kind: ClusterIssuer } }
`;
}
