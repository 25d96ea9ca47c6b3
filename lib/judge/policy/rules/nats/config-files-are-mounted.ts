import { posix } from 'node:path';
import { stringAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { originOf } from '../../../model/nats/mounts.js';
import type { NatsServer } from '../../../model/nats/server.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { BUNDLE } from '../../../model/trust/anchors.js';
import { certificatesOf } from '../../../model/trust/certificates.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const FILE_KEYS = new Set(['cert_file', 'key_file', 'ca_file', 'credentials', 'creds']);
/** What cert-manager writes into the Secret of a Certificate. */
const CERTIFICATE_KEYS = /^(tls\.crt|tls\.key|ca\.crt|tls-combined\.pem|key\.der|(keystore|truststore)\.(jks|p12))$/;
/** Where the images of operating systems keep the public roots. */
const SYSTEM_ROOTS = /^\/(etc\/ssl|etc\/pki|usr)\//;

export default defineRule({
  id: 'nats/config-files-are-mounted',
  severity: 'error',
  scope: 'object',
  summary: 'Every file that a configuration names or includes is in a volume of the pod.',
  rationale: 'A server does not start if a certificate or an include is missing.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace', 'Secret', 'cert-manager.io/Certificate', 'trust.cert-manager.io/Bundle'],
  passes: example('/tls'),
  fails: example('/certs'),
  *about(configMap, cluster) {
    for (const { root, parsed, server } of servedConfsIn(configMap, cluster)) {
      const folder = posix.dirname(server.configPath ?? '');
      for (const { path, file, line } of parsed.includes.filter(({ known }) => !known)) {
        const words = `line ${line}: include ${path}`;
        yield { node: root, key: 'include', words, path: posix.join(folder, file), server };
      }
      for (const node of root.walk()) {
        if (!FILE_KEYS.has(node.key)) continue;
        if (node.text === undefined) yield* notKnown(node);
        else yield { node, key: node.key, words: node.text, path: posix.resolve('/', node.text), server };
      }
    }
  },
  *check(file, cluster) {
    const missing = whyMissing(file, cluster);
    if (typeof missing === 'object') yield missing;
    else if (missing !== undefined) {
      yield file.node.violation({
        got: `${file.words}, but ${missing}`,
        expected:
          file.key === 'include' ? `a volume with ${file.path}` : 'a file in a volume that the container mounts',
        fix: 'Mount the Secret or ConfigMap that has it, or correct the path.',
      });
    }
  },
});

/** A file that a server reads besides its configuration. */
interface NamedFile {
  readonly node: ConfNode;
  readonly key: string;
  /** How the configuration names it. */
  readonly words: string;
  /** Its absolute path. */
  readonly path: string;
  readonly server: NatsServer;
}

/** Why there is no file at a path; undefined if there is one. */
function whyMissing({ path, key, server }: NamedFile, cluster: ClusterIndex): string | NotJudged | undefined {
  const { pod, container } = server;
  const origin = originOf(cluster, pod, container, path);
  if (origin.kind === 'nothing') return origin.reason;
  if (origin.kind === 'image') {
    return key === 'ca_file' && SYSTEM_ROOTS.test(path) ? undefined : 'no volume is mounted there';
  }
  if (origin.kind === 'unknown') return notJudged(`the volume at ${path} is of a type whose files are not known`);
  if (origin.kind === 'secret') {
    const issued = certificatesOf(cluster, `${pod.namespace}/${origin.name}`).length > 0;
    if (issued) {
      return CERTIFICATE_KEYS.test(origin.key)
        ? undefined
        : `cert-manager writes no ${origin.key} into Secret ${origin.name}`;
    }
    const secret = cluster.find('Secret', pod.namespace, origin.name);
    return secret === undefined ? notJudged(`Secret ${origin.name} is not among the files`) : undefined;
  }
  if (origin.kind !== 'absentConfigMap') return undefined;
  // A Bundle makes no configuration.
  const bundle = key === 'include' ? undefined : cluster.find(BUNDLE, '', origin.name);
  const written = stringAt(bundle?.object, 'spec', 'target', 'configMap', 'key');
  if (written === undefined) return notJudged(`ConfigMap ${origin.name} is not among the files`);
  return written === origin.key ? undefined : `trust-manager writes ${written} into ConfigMap ${origin.name}`;
}

function example(folder: string): string {
  return `${serverExample(`include auth.conf\ntls { cert_file: ${folder}/tls.crt, key_file: ${folder}/tls.key }`, {
    volumes: ['{ name: tls, secret: { secretName: nats-tls } }'],
    mounts: [
      '{ name: tls, mountPath: /tls }',
      '{ name: tls, mountPath: /etc/nats-config/auth.conf, subPath: auth.conf }',
    ],
  })}---
apiVersion: v1
kind: Secret
metadata: { name: nats-tls, namespace: nats-system }
`;
}
