import type { Fault } from '../../../../diagnostic.js';
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
import { defineRule } from '../../rule.js';

const pod = (secret: string) => `apiVersion: v1
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

export default defineRule({
  id: 'secret/mounts-are-provided',
  severity: 'error',
  scope: 'object',
  summary: 'The Secret of a key pair that a pod or an issuer reads is written, in its own namespace.',
  rationale:
    'A pod waits without an end for a Secret that nobody writes, and Secrets do not cross namespaces. Secrets without a certificate may be delivered apart from the manifests, and are no matter of this rule.',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/#restriction-secret-must-exist',
  appliesTo: [...POD_KINDS, ISSUER, CLUSTER_ISSUER],
  passes: pod('web-tls'),
  fails: pod('web-certificate'),
  *check(resource, cluster) {
    for (const use of secretUses(cluster)) {
      if (use.resource !== resource || writersOfSecret(cluster, `${use.namespace}/${use.name}`).length > 0) continue;
      const report = reportOf(use, cluster);
      if (report !== undefined) yield report;
    }
  },
});

function reportOf(use: SecretUse, cluster: ClusterIndex): Fault | undefined {
  const { path, namespace, name } = use;
  const elsewhere = namespacesThatWrite(cluster, name);
  if (elsewhere.length > 0) {
    return {
      path,
      got: `${name}, which is written in namespace ${listed(elsewhere)} alone`,
      expected: `a Secret that is written in namespace ${namespace}`,
      fix: `Have it written in namespace ${namespace}; a Secret is read in its own namespace only.`,
    };
  }
  if (!isIssued(use, cluster)) return undefined;
  return {
    path,
    got: `${name}, which no Certificate is written to`,
    expected: `the secretName of a Certificate in namespace ${namespace}, as cert-manager serves it`,
    fix: 'Correct the name, or add the Certificate; without the Secret the pod does not start. Waive this where the key pair is delivered apart.',
  };
}

/** Whether a pod reads a key pair in a namespace whose key pairs cert-manager writes, and nothing else speaks of the Secret. */
function isIssued({ resource, namespace, name, volume }: SecretUse, cluster: ClusterIndex): boolean {
  const template = cluster.podOf(resource);
  if (template === undefined || volume === undefined || cluster.namespace(namespace) === undefined) return false;
  if (cluster.ofKindIn(namespace, CERTIFICATE).length + cluster.ofKindIn(namespace, ISSUER).length === 0) return false;
  return !mentionedNames(cluster).has(name) && filesRead(template, volume, cluster).has('tls.crt');
}
