import type { Diagnostic } from '../../../diagnostic.js';
import type { Application } from './application.js';
import { type CallGraph, callGraph, waysFrom } from './call-graph.js';
import type { Service } from './service.js';
import { endOfTry, longestWait } from './tries.js';

/**
 * A service must be given longer, in each try, than it waits for what it calls: else its callers are gone, or ask again, while the
 * answer is on its way. What calls without a limit of its own passes its callers' limit on. A service that calls itself is not held
 * against itself, since no figures could be.
 */
export function checkNesting(application: Application): Diagnostic[] {
  const graph = callGraph(application);
  return application.services.flatMap((service) => {
    const end = endOfTry(service);
    if (end === undefined) return [];
    return waysFrom(service, graph, (callee) => longestWait(callee) === undefined).flatMap((way): Diagnostic[] => {
      const callee = way[way.length - 1];
      const wait = callee && longestWait(callee);
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

function shown(way: readonly Service[]): string {
  return way.map(({ workload }) => workload.name).join(' -> ');
}

function advice(service: Service, option: string, callee: Service, graph: CallGraph): string {
  const [name, other] = [service.workload.name, callee.workload.name];
  const back = waysFrom(callee, graph, () => true).some((way) => way.includes(service));
  if (back)
    return `Drop timeout and retries of ${name} or ${other}, or cut the circle: as long as each calls the other, no figures fit.`;
  const limit = callee.timeout === undefined ? 'retries.perTryTimeout' : 'timeout';
  return `Raise ${option} of ${name}, or lower ${limit} of ${other}.`;
}
