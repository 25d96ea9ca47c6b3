import { parseGoDuration } from '../../../../formats/go-duration.js';
import { at } from '../../../../manifest/field-path.js';
import { numberAt } from '../../../../manifest/read.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const conf = 'lame_duck_duration: "30s"';
/** Seconds that the server, and the proxy of a mesh, take to end after the last client has left. */
const MARGIN = 20;

export default defineServerPodRule({
  id: 'nats/termination-outlives-lame-duck',
  severity: 'error',
  summary: 'A pod may take 20s longer to end than its server takes to send its clients away.',
  rationale: 'When the grace period of the pod is over, the server is killed with the clients that it still has.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  passes: serverExample(conf, { pod: ['terminationGracePeriodSeconds: 50'] }),
  fails: serverExample(conf, { pod: ['terminationGracePeriodSeconds: 49'] }),
  *check({ conf: read, pod }) {
    if (read === undefined) return;
    const node = read.root.at('lame_duck_duration');
    const duration = node.unknown ? undefined : parseGoDuration(node.text ?? '2m');
    if (duration === undefined) return;
    const grace = numberAt(pod.spec, 'terminationGracePeriodSeconds');
    const least = Math.ceil(duration / 1000) + MARGIN;
    if ((grace ?? 30) >= least) return;
    yield {
      path: at(pod.specPath, 'terminationGracePeriodSeconds'),
      got: grace === undefined ? '30 by default' : String(grace),
      expected: `at least ${least}: lame_duck_duration, which is ${duration / 1000}s${node.present ? '' : ' by default'}, and ${MARGIN}s`,
      fix: 'Raise it, or lower lame_duck_duration.',
    };
  },
});
