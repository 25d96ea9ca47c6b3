import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { leafRemotes, notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const FILES = ['cert_file', 'key_file', 'ca_file'];

export default defineRule({
  id: 'nats/leafnode-remote-uses-tls',
  severity: 'error',
  scope: 'object',
  summary: 'Every leafnode remote uses TLS, with its own certificate and its own roots.',
  rationale:
    'The link crosses clusters, where no mesh encrypts it. With a nats:// address the hub decides whether to encrypt, and an attacker between the two can turn encryption off.',
  source:
    'https://docs.nats.io/running-a-nats-service/configuration/leafnodes/leafnode_conf#leafnode-remotes-entry-block',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { remotes: [ {
  urls: [ "tls://192.0.2.1:30722" ]
  account: APP
  tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt }
} ] }`),
  fails: serverExample(`
leafnodes { remotes: [ { url: "nats://192.0.2.1:30722", account: APP } ] }`),
  about: leafRemotes,
  *check(remote) {
    if (!remote.at('urls').present) yield* notKnown(remote.at('urls'));
    for (const node of remote.at('urls').items()) {
      yield* notKnown(node);
      if (node.text === undefined || /^(tls|wss):\/\//i.test(node.text)) continue;
      const scheme = /^([a-z]+):\/\//i.exec(node.text)?.[1];
      yield node.violation({
        got: scheme === undefined ? 'an address without a scheme' : `${scheme}://`,
        expected: 'tls://',
        fix: 'Write the address with tls://.',
      });
    }
    const tls = remote.at('tls');
    const fix = 'Mount a certificate that the hub trusts, and the roots of the hub.';
    if (tls.unknown) yield* notKnown(tls);
    else if (tls.absent) {
      yield tls.violation({ expected: 'a tls block with cert_file, key_file and ca_file', fix });
    } else {
      for (const file of FILES.map((name) => tls.at(name))) {
        yield* notKnown(file);
        if (file.absent) yield file.violation({ expected: 'the path of a mounted file', fix });
      }
    }
  },
});
