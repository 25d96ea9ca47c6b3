import { at } from '../../../../manifest/field-path.js';
import { numberAt, objectAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

const HOUR = 3600;
/** Longest time without an answer that still counts as noticing; a start may take as long as a restore. */
const LONGEST: ReadonlyMap<string, number> = new Map([
  ['livenessProbe', HOUR],
  ['readinessProbe', HOUR],
  ['startupProbe', 24 * HOUR],
]);
const FIELDS = ['initialDelaySeconds', 'periodSeconds', 'timeoutSeconds'];

const example = (probe: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      livenessProbe: { tcpSocket: { port: 8080 }, ${probe} }
`;

export default defineRule({
  id: 'pod/probes-notice-in-time',
  severity: 'warning',
  scope: 'object',
  summary: 'Every probe notices a failure within an hour, and at start within a day.',
  rationale: 'A probe that needs longer is as good as none: the program hangs, and still gets traffic.',
  source: 'https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/',
  appliesTo: POD_KINDS,
  passes: example('periodSeconds: 10, failureThreshold: 3'),
  fails: example('periodSeconds: 10, failureThreshold: 100000'),
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      for (const [name, longest] of LONGEST) {
        const probe = objectAt(spec, name);
        if (probe === undefined) continue;
        const fix = 'Lower it; a slow start is the matter of a startupProbe.';
        const slow = FIELDS.find((field) => (numberAt(probe, field) ?? 0) > longest);
        const period = numberAt(probe, 'periodSeconds') || 10;
        const failures = numberAt(probe, 'failureThreshold') || 3;
        if (slow !== undefined) {
          const got = `${numberAt(probe, slow)} seconds`;
          yield { path: at(path, name, slow), got, expected: `at most ${longest}`, fix };
        } else if (period * failures > longest) {
          yield {
            path: at(path, name, 'failureThreshold'),
            got: `${failures} failures ${period} seconds apart`,
            expected: `no more than ${longest} seconds together`,
            fix,
          };
        }
      }
    }
  },
});
