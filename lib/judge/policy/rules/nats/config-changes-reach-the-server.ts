import { at } from '../../../../manifest/field-path.js';
import { stringAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

export default defineServerPodRule({
  id: 'nats/config-changes-reach-the-server',
  severity: 'warning',
  summary: 'A change of the configuration reloads or restarts the server.',
  rationale:
    'The server reads its configuration at its start and on a signal. A changed ConfigMap or a renewed certificate is not noticed otherwise.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/signals',
  passes: serverExample('port: 4222', { annotations: '{ checksum/config: 5d41402abc4b2a76 }' }),
  fails: serverExample('port: 4222'),
  *check({ conf, pod }) {
    if (conf === undefined) return;
    if (pod.containers.some(({ spec }) => (stringAt(spec, 'image') ?? '').includes('reloader'))) return;
    if (Object.keys(pod.ownAnnotations).some((key) => /checksum|config-hash/i.test(key))) return;
    const own = pod.resource.object.metadata.annotations ?? {};
    if (Object.keys(own).some((key) => key.startsWith('reloader.stakater.com/'))) return;
    if (/-[0-9a-z]{6,}$/.test(conf.resource.object.metadata.name) && conf.resource.object['immutable'] === true) return;
    yield {
      path: at(pod.specPath, 'containers'),
      got: 'no reloader, and no checksum among the annotations of the pod',
      expected: 'a configuration reloader, or an annotation that changes with the configuration',
      fix: 'Add nats-server-config-reloader, with shareProcessNamespace: true.',
    };
  },
});
