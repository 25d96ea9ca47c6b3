import { posix } from 'node:path';
import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Origin, originOf } from '../../../model/nats/mounts.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineConfRule } from '../../nats-conf-rule.js';

const FILE_KEYS = new Set(['cert_file', 'key_file', 'ca_file', 'credentials', 'creds']);
/** What cert-manager writes into the Secret of a Certificate. */
const CERTIFICATE_KEYS = /^(tls\.crt|tls\.key|ca\.crt|tls-combined\.pem|key\.der|(keystore|truststore)\.(jks|p12))$/;
/** Where the images of operating systems keep the public roots. */
const SYSTEM_ROOTS = /^\/(etc\/ssl|etc\/pki|usr)\//;

export default defineConfRule({
  id: 'nats/config-files-are-mounted',
  severity: 'error',
  summary: 'Every file that a configuration names or includes is in a volume of the pod.',
  rationale: 'A server does not start without a certificate or an include that it is told of.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  passes: `
include auth.conf
tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key }`,
  fails: `
include auth.conf
tls { cert_file: /certs/tls.crt, key_file: /certs/tls.key }`,
  server: {
    volumes: ['{ name: tls, secret: { secretName: nats-tls } }'],
    mounts: [
      '{ name: tls, mountPath: /tls }',
      '{ name: tls, mountPath: /etc/nats-config/auth.conf, subPath: auth.conf }',
    ],
  },
  *check({ root, parsed }, { pod, container, configPath }, cluster) {
    const folder = posix.dirname(configPath ?? '');
    for (const { path, file, line } of parsed.includes.filter(({ known }) => !known)) {
      const origin = originOf(cluster, pod, container, posix.join(folder, file));
      const missing = origin.kind === 'absentConfigMap' ? undefined : missingIn(cluster, pod, origin, 'include');
      if (missing === undefined) continue;
      yield {
        node: root,
        got: `line ${line}: include ${path}, but ${missing}`,
        expected: `a volume with ${posix.join(folder, file)}`,
        fix: 'Mount the Secret or ConfigMap that holds it, or correct the path.',
      };
    }
    for (const node of root.walk()) {
      if (!FILE_KEYS.has(node.key) || node.text === undefined) continue;
      const path = posix.resolve('/', node.text);
      const missing = missingIn(cluster, pod, originOf(cluster, pod, container, path), node.key, path);
      if (missing === undefined) continue;
      yield {
        node,
        got: `${node.text}, but ${missing}`,
        expected: 'a file of a volume that the container mounts',
        fix: 'Mount it, or correct the path.',
      };
    }
  },
});

/** Why there is no file; undefined where there may be one. */
function missingIn(
  cluster: ClusterIndex,
  pod: PodTemplate,
  origin: Origin,
  field: string,
  path = '',
): string | undefined {
  if (origin.kind === 'nothing') return origin.reason;
  if (origin.kind === 'image') {
    return field === 'ca_file' && SYSTEM_ROOTS.test(path) ? undefined : 'no volume is mounted there';
  }
  if (origin.kind === 'secret') {
    const issued = cluster
      .ofKindIn(pod.namespace, 'cert-manager.io/Certificate')
      .some(({ object }) => stringAt(object, 'spec', 'secretName') === origin.name);
    return issued && !CERTIFICATE_KEYS.test(origin.key)
      ? `cert-manager writes no ${origin.key} into Secret ${origin.name}`
      : undefined;
  }
  if (origin.kind !== 'absentConfigMap') return undefined;
  const bundle = cluster.find('trust.cert-manager.io/Bundle', '', origin.name);
  const key = stringAt(bundle?.object, 'spec', 'target', 'configMap', 'key');
  return key === undefined || key === origin.key
    ? undefined
    : `trust-manager writes ${key} into ConfigMap ${origin.name}`;
}
