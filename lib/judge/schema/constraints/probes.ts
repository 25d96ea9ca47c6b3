import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import { atLeast } from './bounds.js';
import { checkHandler } from './handlers.js';
import type { PodTemplate } from './pod-template.js';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
/** What the API server writes instead of a zero. */
const DEFAULTS: Readonly<Record<string, number>> = {
  failureThreshold: 3,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
};

/**
 * Probes without an action, and numbers that do not mean what they seem to say.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
 */
export function* checkProbes({ containers }: PodTemplate): Iterable<SchemaViolation> {
  for (const container of containers)
    for (const kind of PROBES) {
      const probe = container.at(kind);
      if (probe.isSet) yield* checkProbe(probe, kind);
    }
}

function* checkProbe(probe: Field, kind: string): Iterable<SchemaViolation> {
  const threshold = probe.at('successThreshold');
  const gracePeriod = probe.at('terminationGracePeriodSeconds');
  yield* checkHandler(probe, HANDLERS);
  yield* atLeast(probe, { initialDelaySeconds: 0, terminationGracePeriodSeconds: 1 });
  for (const [name, fallback] of Object.entries(DEFAULTS)) {
    const field = probe.at(name);
    if (field.number === undefined || field.number >= 1) continue;
    yield notAllowed(field, {
      got: field.number === 0 ? `0, which the API server replaces with ${fallback}` : field.quoted,
      expected: 'at least 1',
      fix: `Use at least 1, or remove it to get ${fallback}.`,
    });
  }
  if (kind !== 'readinessProbe' && threshold.number !== undefined && threshold.number > 1)
    yield notAllowed(threshold, { expected: `1, for a ${kind}`, fix: 'Remove it.' });
  if (kind === 'readinessProbe' && gracePeriod.isSet)
    yield notAllowed(gracePeriod, {
      expected: 'nothing, because a readinessProbe never stops a container',
      fix: 'Remove it.',
    });
}
