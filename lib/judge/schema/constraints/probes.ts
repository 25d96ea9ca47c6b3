import type { JsonObject } from '../../../manifest/object.js';
import { isSet, mapping } from '../fields.js';
import { refused, type Verdict } from '../verdict.js';
import { atLeast } from './bounds.js';
import { handlerVerdicts } from './containers.js';
import { containersOf, podTemplate } from './pod-templates.js';

const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'];
const HANDLERS = ['exec', 'grpc', 'httpGet', 'tcpSocket'];
/** What the API server puts in the place of a zero. */
const DEFAULTS: Readonly<Record<string, number>> = {
  failureThreshold: 3,
  periodSeconds: 10,
  successThreshold: 1,
  timeoutSeconds: 1,
};

/**
 * Probes that do nothing or never, and numbers that mean something else than they say.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/#Probe
 */
export function checkProbes(object: JsonObject): Verdict[] {
  const pod = podTemplate(object);
  if (pod === undefined) return [];
  return containersOf(pod).flatMap(({ at, container }) =>
    PROBES.flatMap((kind): Verdict[] => {
      if (!isSet(container[kind])) return [];
      const place = [...at, kind];
      const probe = mapping(container[kind]);
      const verdicts = [
        ...handlerVerdicts(place, probe, HANDLERS),
        ...atLeast(place, probe, { initialDelaySeconds: 0, terminationGracePeriodSeconds: 1 }),
      ];
      for (const [field, fallback] of Object.entries(DEFAULTS)) {
        const value = probe[field];
        if (typeof value !== 'number' || value >= 1) continue;
        const got = value === 0 ? `0, in whose place the API server puts ${fallback}` : String(value);
        verdicts.push(refused([...place, field], got, 'at least 1', `Use at least 1, or drop it to get ${fallback}.`));
      }
      const { successThreshold, terminationGracePeriodSeconds } = probe;
      if (kind !== 'readinessProbe' && typeof successThreshold === 'number' && successThreshold > 1)
        verdicts.push(
          refused([...place, 'successThreshold'], String(successThreshold), `1, for a ${kind}`, 'Remove it.'),
        );
      if (kind === 'readinessProbe' && isSet(terminationGracePeriodSeconds))
        verdicts.push(
          refused(
            [...place, 'terminationGracePeriodSeconds'],
            String(terminationGracePeriodSeconds),
            'nothing, for a readinessProbe ends no container',
            'Remove it.',
          ),
        );
      return verdicts;
    }),
  );
}
