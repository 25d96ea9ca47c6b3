import type { Diagnostic } from '../../../diagnostic.js';
import { type CallPath, pathsFrom } from './call-graph.js';
import type { CallGraph, ResolvedApplication, ResolvedService } from './resolved.js';

/**
 * A service must be given longer, in each try, than it waits for what it calls: else its callers are gone, or ask again, while the
 * answer is on its way. What calls without a limit of its own passes its callers' limit on. A service that calls itself is not held
 * against itself, since no figures could be.
 */
export function checkNesting(application: ResolvedApplication): Diagnostic[] {
  const { callGraph: graph } = application;
  return application.services.flatMap((service) => {
    const end = service.budget.tryTimeout;
    if (end === undefined) return [];
    return pathsFrom(service, graph, ({ budget }) => budget.wait === undefined).flatMap((way): Diagnostic[] => {
      const callee = way[way.length - 1];
      const wait = callee?.budget.wait;
      if (callee === undefined || wait === undefined || end.milliseconds > wait) return [];
      return [
        {
          where: `Application '${application.name}': service ${service.workload.name}.${end.option}`,
          got: `${end.milliseconds} ms, while it may wait ${wait} ms for ${callee.workload.name}: ${shown(way)}`,
          expected:
            'more than that: its callers would be gone before the answer comes, and the tries of what it calls in vain',
          fix: advice(service, end.option, callee, graph),
        },
      ];
    });
  });
}

function shown(way: CallPath): string {
  return way.map(({ workload }) => workload.name).join(' -> ');
}

function advice(service: ResolvedService, option: string, callee: ResolvedService, graph: CallGraph): string {
  const [name, other] = [service.workload.name, callee.workload.name];
  const back = pathsFrom(callee, graph, () => true).some((way) => way.includes(service));
  if (back)
    return `Drop timeout and retries of ${name} or ${other}, or cut the circle: as long as each calls the other, no figures fit.`;
  const limit = callee.timeout === undefined ? 'retries.perTryTimeout' : 'timeout';
  return `Raise ${option} of ${name}, or lower ${limit} of ${other}.`;
}
