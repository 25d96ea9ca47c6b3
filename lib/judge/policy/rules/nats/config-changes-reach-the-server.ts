import { stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { readServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/config-changes-reach-the-server',
  severity: 'warning',
  scope: 'object',
  summary: 'A changed configuration reloads or restarts the server.',
  rationale:
    'The server reads its configuration when it starts and when it gets a signal. Otherwise it does not notice a changed ConfigMap or a renewed certificate.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/signals',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: serverExample('port: 4222', { annotations: '{ checksum/config: 5d41402abc4b2a76 }' }),
  fails: serverExample('port: 4222'),
  about: readServers,
  *check({ conf, pod }) {
    if (pod.containers.some(({ spec }) => (stringAt(spec, 'image') ?? '').includes('reloader'))) return;
    if (Object.keys(pod.ownAnnotations).some((key) => /checksum|config-hash/i.test(key))) return;
    const own = pod.resource.object.metadata.annotations ?? {};
    if (Object.keys(own).some((key) => key.startsWith('reloader.stakater.com/'))) return;
    if (/-[0-9a-z]{6,}$/.test(conf.resource.object.metadata.name) && conf.resource.object['immutable'] === true) return;
    yield pod.field.at('containers').violation({
      got: 'no reloader, and no checksum in the annotations of the pod',
      expected: 'a configuration reloader, or an annotation that changes with the configuration',
      fix: 'Add nats-server-config-reloader, with shareProcessNamespace: true.',
    });
  },
});
