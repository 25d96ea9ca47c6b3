import { at } from '../../../manifest/field-path.js';
import { serverExample } from '../../nats/example.js';
import { defineServerPodRule } from '../../nats/pod-rule.js';
import { listAt, stringAt, valueAt } from '../../read.js';

const limits = 'resources: { limits: { memory: 512Mi } }';

export default defineServerPodRule({
  id: 'nats/go-memory-limit-is-set',
  severity: 'warning',
  summary: 'A server with a memory limit knows it.',
  rationale:
    'The Go runtime does not see the limit of the container: it lets garbage grow beyond it, and the server is killed under load.',
  source: 'https://docs.nats.io/running-a-nats-service/nats-kubernetes',
  passes: serverExample('port: 4222', { container: [limits, 'env: [{ name: GOMEMLIMIT, value: 400MiB }]'] }),
  fails: serverExample('port: 4222', { container: [limits] }),
  *check({ container }) {
    if (valueAt(container.spec, 'resources', 'limits', 'memory') === undefined) return;
    if (listAt(container.spec, 'env').some((entry) => stringAt(entry, 'name') === 'GOMEMLIMIT')) return;
    if (listAt(container.spec, 'envFrom').length > 0) return;
    yield {
      path: at(container.path, 'env'),
      got: 'no GOMEMLIMIT',
      expected: 'GOMEMLIMIT at about 80 % of the memory limit, such as 400MiB of 512Mi',
      fix: 'Add it.',
    };
  },
});
