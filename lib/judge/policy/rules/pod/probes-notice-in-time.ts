import { POD_KINDS } from '../../../model/pods/pod.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

const HOUR = 3600;
/** Longest acceptable time in seconds until a failure is noticed; a start may take as long as a restore. */
const LONGEST = { livenessProbe: HOUR, readinessProbe: HOUR, startupProbe: 24 * HOUR };
const FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds'];
const fix = 'Lower it. If the program starts slowly, add a startupProbe.';

export default defineRule({
  id: 'pod/probes-notice-in-time',
  severity: 'warning',
  scope: 'object',
  summary: 'Every probe notices a failure within an hour, and at start within a day.',
  rationale: 'A probe that needs longer is useless: the program hangs and still gets traffic.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainer,
  *check({ field }) {
    for (const [name, longest] of Object.entries(LONGEST)) {
      const probe = field.at(name);
      const period = probe.at('periodSeconds').number || 10;
      const threshold = probe.at('failureThreshold');
      const failures = threshold.number || 3;
      const slow = FIELDS.map((each) => probe.at(each)).find(({ number = 0 }) => number > longest);
      if (slow !== undefined) {
        yield slow.violation({ got: `${slow.number} seconds`, expected: `at most ${longest}`, fix });
      } else if (period * failures > longest) {
        yield threshold.violation({
          got: `${failures} failures ${period} seconds apart`,
          expected: `at most ${longest} seconds together`,
          fix,
        });
      }
    }
  },
  passes: example(3),
  fails: example(100_000),
});

function example(failureThreshold: number): string {
  return containerWith(
    `livenessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 10, failureThreshold: ${failureThreshold} }`,
  );
}
