import type { Diagnostic } from '../../../diagnostic.js';
import { at } from '../../../input/place.js';
import { type CallPath, pathsFrom } from './call-graph.js';
import type { CallGraph, ResolvedApplication, ResolvedService } from './resolved.js';
import { placeOf } from './service-place.js';

/**
 * Each try of a request must last longer than the service may wait for what it calls. Otherwise its callers give up, or try again, before
 * the answer arrives. A service that calls without a limit of its own passes the limit of its callers on. A service that calls itself is
 * not compared with itself: no values could satisfy that.
 */
export function checkNesting(application: ResolvedApplication): Diagnostic[] {
  const { services, callGraph } = application;
  return services.flatMap((service) => {
    const end = service.budget.tryTimeout;
    if (end === undefined) return [];
    return pathsFrom(service, callGraph, ({ budget }) => budget.wait === undefined).flatMap((path): Diagnostic[] => {
      const callee = path[path.length - 1];
      const wait = callee?.budget.wait;
      if (callee === undefined || wait === undefined || end.milliseconds > wait) return [];
      return [
        {
          ...at(placeOf(service, application), end.option),
          got: `${end.milliseconds} ms, but it may wait ${wait} ms for ${callee.workload.name}: ${shown(path)}`,
          expected:
            'more than that: its callers would give up before the answer arrives, and the callee would work in vain',
          fix: advice(service, end.option, callee, callGraph),
        },
      ];
    });
  });
}

function shown(path: CallPath): string {
  return path.map(({ workload }) => workload.name).join(' -> ');
}

function advice(service: ResolvedService, option: string, callee: ResolvedService, graph: CallGraph): string {
  const [name, other] = [service.workload.name, callee.workload.name];
  const back = pathsFrom(callee, graph, () => true).some((path) => path.includes(service));
  if (back)
    return `Drop timeout and retries of ${name} or ${other}, or break the cycle: no values fit while each calls the other.`;
  const limit = callee.timeout === undefined ? 'retries.perTryTimeout' : 'timeout';
  return `Raise ${option} of ${name}, or lower ${limit} of ${other}.`;
}
