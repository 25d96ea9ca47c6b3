import { serverExample } from '../../nats/example.js';
import { certificateAt } from '../../nats/links.js';
import { listenerOf } from '../../nats/listeners.js';
import { natsServersOf } from '../../nats/server.js';
import { stringListAt } from '../../read.js';
import { defineRule } from '../../rule.js';

const server = serverExample(
  'leafnodes { remotes: [ { url: "tls://192.0.2.1:30722", tls { cert_file: /tls/tls.crt } } ] }',
  {
    volumes: ['{ name: tls, secret: { secretName: nats-leaf-tls } }'],
    mounts: ['{ name: tls, mountPath: /tls }'],
  },
);
const certificate = (usages: string) => `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: nats-leaf, namespace: nats-system }
spec: { secretName: nats-leaf-tls, usages: [${usages}] }
`;
const EXTENDED = /auth|signing|protection|any|ipsec|timestamping|sgc/;

export default defineRule({
  id: 'nats/certificate-usages-fit-the-server',
  severity: 'error',
  scope: 'object',
  summary:
    'A certificate is for what the server does with it: server auth for listeners, client auth for remotes, both for routes.',
  rationale:
    'The other side refuses a certificate that is for something else; the leaf sees a connection that is closed, and no reason.',
  source: 'https://cert-manager.io/docs/usage/certificate/#x509-key-usages',
  appliesTo: ['cert-manager.io/Certificate'],
  passes: server + certificate('digital signature, client auth'),
  fails: server + certificate('digital signature, server auth'),
  *check(subject, cluster) {
    const usages = stringListAt(subject.object, 'spec', 'usages');
    // A certificate that names no extended usage is good for all.
    if (!usages.some((usage) => EXTENDED.test(usage)) || usages.includes('any')) return;
    const needed = new Map<string, string>();
    for (const server of natsServersOf(cluster)) {
      const { conf } = server;
      if (conf === undefined) continue;
      const shows = (path: string | undefined) => certificateAt(cluster, server, path) === subject;
      const { root } = conf;
      if (shows(root.at('tls', 'cert_file').text)) needed.set('server auth', 'the client port');
      if (listenerOf(root, 'leafnodes') !== undefined && shows(root.at('leafnodes', 'tls', 'cert_file').text)) {
        needed.set('server auth', 'the leafnode listener');
      }
      if (shows(root.at('cluster', 'tls', 'cert_file').text)) {
        needed.set('server auth', 'routes').set('client auth', 'routes');
      }
      for (const remote of root.at('leafnodes', 'remotes').items()) {
        if (shows(remote.at('tls', 'cert_file').text)) needed.set('client auth', 'leafnode remotes');
      }
    }
    for (const [usage, purpose] of needed) {
      if (usages.includes(usage)) continue;
      yield { path: 'spec.usages', got: usages.join(', '), expected: `${usage}, for ${purpose}`, fix: `Add ${usage}.` };
    }
  },
});
