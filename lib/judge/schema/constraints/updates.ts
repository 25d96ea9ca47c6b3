import type { Field } from '../../../manifest/field.js';
import { notAllowed, type SchemaViolation } from '../violation.js';
import { amountOf, checkAmount } from './amounts.js';

/** What the API server fills in where a rolling update of a DaemonSet does not say it. */
const DAEMONS = { maxSurge: 0, maxUnavailable: 1 };

/**
 * Strategies of updates that can change no pod, that count pods wrongly, or that a workload of its kind cannot follow.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy
 */
export function* checkUpdates(spec: Field, kind: string): Iterable<SchemaViolation> {
  const strategy = spec.at(kind === 'Deployment' ? 'strategy' : 'updateStrategy');
  const type = strategy.at('type');
  const update = strategy.at('rollingUpdate');
  if (!update.isSet) return;
  if (!type.isEmpty && type.value !== 'RollingUpdate') {
    yield notAllowed(update, {
      got: 'a mapping',
      expected: `nothing, because the type is ${type.shown}`,
      fix: 'Remove it, or set the type to RollingUpdate.',
    });
    return;
  }
  yield* checkAmount(update.at('maxSurge'), { isBounded: kind !== 'Deployment' });
  yield* checkAmount(update.at('maxUnavailable'), { isBounded: true });
  if (kind === 'Deployment') yield* checkPace(update, {});
  if (kind === 'DaemonSet') yield* checkPace(update, DAEMONS);
  if (kind === 'StatefulSet' && amountOf(update.at('maxUnavailable')) === 0)
    yield notAllowed(update.at('maxUnavailable'), {
      expected: 'above 0',
      effect: 'An update can replace no pod.',
      fix: 'Raise it.',
    });
}

function* checkPace(update: Field, defaults: Partial<typeof DAEMONS>): Iterable<SchemaViolation> {
  const maxUnavailable = update.at('maxUnavailable');
  const maxSurge = update.at('maxSurge');
  const unavailable = maxUnavailable.isSet ? amountOf(maxUnavailable) : defaults.maxUnavailable;
  const surge = maxSurge.isSet ? amountOf(maxSurge) : defaults.maxSurge;
  if (unavailable === undefined || surge === undefined) return;
  if (unavailable === 0 && surge === 0)
    yield notAllowed(maxUnavailable, {
      got: '0, and maxSurge is 0 too',
      expected: 'one of the two above 0',
      effect: 'An update can neither add nor remove a pod.',
      fix: 'Raise one of them.',
    });
  // A DaemonSet has one pod on a node: it stops the old one first, or starts the new one first.
  if (defaults === DAEMONS && unavailable > 0 && surge > 0)
    yield notAllowed(maxSurge, {
      got: `${maxSurge.shown}, and maxUnavailable is ${maxUnavailable.isSet ? maxUnavailable.shown : `${unavailable} by default`}`,
      expected: 'one of the two to be 0',
      fix: 'Set maxUnavailable to 0 to start the new pod of a node first, or remove maxSurge.',
    });
}
