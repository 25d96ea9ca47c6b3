import type { ClusterIndex } from '../../../model/cluster-index.js';
import { namePaths } from '../../../model/pods/config-sources.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { CERTIFICATE, CLUSTER_ISSUER, ISSUER } from '../../../model/trust/certificates.js';
import { filesRead } from '../../../model/trust/files-read.js';
import {
  mentionedNames,
  namespacesThatWrite,
  SECRET_WRITERS,
  type SecretUse,
  secretUses,
} from '../../../model/trust/secrets.js';
import { whyUnknown } from '../../declared/missing.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { notJudged } from '../../outcome.js';

export default objectsExist({
  id: 'secret/mounts-are-provided',
  severity: 'error',
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
  names: (resource, cluster) =>
    secretUses(cluster).filter(
      (use) =>
        use.resource === resource && (isOfIssuer(use) || isWritten(use, cluster) || readsCertificate(use, cluster)),
    ),
  otherwise: (use, cluster) => {
    const unknown = whyDeliveredApart(use, cluster);
    return unknown === undefined ? undefined : [notJudged(unknown)];
  },
  states: {
    field: [...namePaths('Secret'), 'spec.ca.secretName'],
    to: 'Secret',
    writtenBy: SECRET_WRITERS,
    absence: 'always',
    or: 'a Certificate that writes it',
    effect: 'Without the Secret the pod does not start.',
  },
  passes: example('web-tls'),
  fails: example('web-certificate'),
});

/** Whether something writes the Secret, there or in another namespace. */
function isWritten({ name }: SecretUse, cluster: ClusterIndex): boolean {
  return namespacesThatWrite(cluster, name).length > 0;
}

/** An issuer signs with a key pair, whatever the files tell of its Secret. */
function isOfIssuer({ resource }: SecretUse): boolean {
  return [ISSUER, CLUSTER_ISSUER].includes(kindOf(resource.object));
}

function readsCertificate({ resource, volume }: SecretUse, cluster: ClusterIndex): boolean {
  const pod = cluster.podOf(resource);
  return pod !== undefined && volume !== undefined && filesRead(pod, volume, cluster).has('tls.crt');
}

/** Why a key pair that nothing writes may still exist. */
function whyDeliveredApart(use: SecretUse, cluster: ClusterIndex): string | undefined {
  const { namespace, name } = use;
  if (isWritten(use, cluster)) return undefined;
  if (isOfIssuer(use)) return `nothing among the files writes Secret ${namespace}/${name}`;
  const unknown = whyUnknown({ kind: 'Secret', namespace, name }, 'namespace', cluster);
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
