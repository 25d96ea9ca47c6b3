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
 * Probes without an action, numbers that do not mean what they seem to say, and what an init container that ends cannot have.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#differences-from-regular-containers
 */
export function* checkProbes({ spec, containers }: PodTemplate): Iterable<SchemaViolation> {
  for (const container of spec.at('initContainers').items) yield* checkInitContainer(container);
  for (const container of containers)
    for (const kind of PROBES) {
      const probe = container.at(kind);
      if (probe.isSet) yield* checkProbe(probe, kind);
    }
}

function* checkInitContainer(container: Field): Iterable<SchemaViolation> {
  if (container.at('restartPolicy').text === 'Always') return;
  for (const name of ['lifecycle', ...PROBES]) {
    const field = container.at(name);
    if (field.isSet)
      yield notAllowed(field, {
        got: 'set on an init container that must end',
        expected: 'nothing, or restartPolicy: Always, which makes the container a sidecar',
        fix: `Set restartPolicy to Always, or remove ${name}.`,
      });
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
