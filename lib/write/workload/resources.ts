import { Quantity } from '../../../imports/k8s.js';
import type { Fault } from '../../diagnostic.js';
import { canonicalQuantity, parseQuantity } from '../../formats/quantity.js';
import { options, type Shape } from '../../input/shape.js';
import { anyText } from '../../input/values.js';

/** Requests and limits of a container. Both are required: no default fits all. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface Resources {
  /** CPU as a Kubernetes quantity: cores, or thousandths with `m`. */
  readonly cpu: ResourceBounds;
  /** Memory as a Kubernetes quantity in bytes, with `Mi` or `Gi`. */
  readonly memory: ResourceBounds;
}

/** A request and a limit. @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export interface ResourceBounds {
  /** What the scheduler reserves for the container. */
  readonly request: string;
  /** Most that the container may use: above it CPU is throttled, and memory kills the container. */
  readonly limit: string;
}

/** Faults in resources: text that is not a quantity, and limits below requests. */
export function resourceFaults(resources: Resources): Fault[] {
  return (['cpu', 'memory'] as const).flatMap((name): Fault[] => {
    const { request, limit } = resources[name];
    const malformed = (['request', 'limit'] as const).filter(
      (side) => (parseQuantity(resources[name][side]) ?? 0n) <= 0n,
    );
    if (malformed.length > 0) {
      return malformed.map((side) => ({
        path: `${name}.${side}`,
        got: `'${resources[name][side]}'`,
        expected: `a Kubernetes quantity above zero, such as '${name === 'cpu' ? '100m' : '128Mi'}'`,
        fix: 'Correct the quantity.',
      }));
    }
    if ((parseQuantity(limit) ?? 0n) >= (parseQuantity(request) ?? 0n)) return [];
    return [
      {
        path: `${name}.limit`,
        got: limit,
        expected: `at least the request of ${request}`,
        fix: 'Raise the limit, or lower the request.',
      },
    ];
  });
}

/** The `resources` field of a container. */
export function containerResources({ cpu, memory }: Resources) {
  return {
    requests: { cpu: quantity(cpu.request), memory: quantity(memory.request) },
    limits: { cpu: quantity(cpu.limit), memory: quantity(memory.limit) },
  };
}

function quantity(text: string): Quantity {
  return Quantity.fromString(canonicalQuantity(text));
}

const RESOURCE_BOUNDS: Shape<ResourceBounds> = options<ResourceBounds>({ request: anyText, limit: anyText });

/** What is accepted as resources; {@link resourceFaults} judges the quantities. */
export const RESOURCES: Shape<Resources> = options<Resources>({ cpu: RESOURCE_BOUNDS, memory: RESOURCE_BOUNDS });
