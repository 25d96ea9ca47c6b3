import { parseGoDuration } from '../../../../formats/go-duration.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown, readServers } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

/** Seconds that the server, and the proxy of a mesh, need to end after the last client has left. */
const MARGIN = 20;

export default defineRule({
  id: 'nats/termination-outlives-lame-duck',
  severity: 'error',
  scope: 'object',
  summary: 'The termination grace period of a pod is at least 20s longer than the lame duck duration of its server.',
  rationale: 'When the grace period of the pod is over, the server is killed, and its remaining clients are cut off.',
  source: 'https://docs.nats.io/running-a-nats-service/nats_admin/lame_duck_mode',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example(50),
  fails: example(49),
  about: readServers,
  *check({ pod, root }) {
    const lameDuck = root.at('lame_duck_duration');
    if (lameDuck.unknown) {
      yield* notKnown(lameDuck);
      return;
    }
    const duration = parseGoDuration(lameDuck.text ?? '2m');
    // Another rule reports what is not a duration.
    if (duration === undefined) return;
    const grace = pod.field.at('terminationGracePeriodSeconds');
    const least = Math.ceil(duration / 1000) + MARGIN;
    if ((grace.number ?? 30) >= least) return;
    yield grace.violation({
      got: grace.number === undefined ? '30 by default' : String(grace.number),
      expected: `at least ${least}: lame_duck_duration, which is ${duration / 1000}s${lameDuck.present ? '' : ' by default'}, and ${MARGIN}s`,
      fix: 'Raise it, or lower lame_duck_duration.',
    });
  },
});

function example(seconds: number): string {
  return serverExample('lame_duck_duration: "30s"', { pod: [`terminationGracePeriodSeconds: ${seconds}`] });
}
