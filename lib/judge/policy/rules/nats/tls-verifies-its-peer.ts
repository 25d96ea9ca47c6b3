import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/tls-verifies-its-peer',
  severity: 'error',
  scope: 'object',
  summary: 'No tls block turns verification off.',
  rationale: 'With insecure: true the server accepts any certificate, even that of an attacker.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/tls',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", tls { ca_file: /tls/ca.crt } } ] }`),
  fails: serverExample(`
leafnodes { remotes: [ { url: "tls://hub.example.org:7422", tls { insecure: true } } ] }`),
  about: confsIn,
  *check({ root }) {
    for (const node of root.walk()) {
      if (node.key !== 'insecure') continue;
      yield* notKnown(node);
      if (node.flag !== true) continue;
      yield node.violation({ expected: 'nothing', fix: 'Remove it, and set ca_file to the roots of the peer.' });
    }
  },
});
