import type { Cluster } from '../../fleet/cluster.js';
import type { Access } from '../../workload/intents/access.js';
import { parsePath } from '../../workload/intents/request-match.js';
import { isNonEmpty, sortedSet } from '../../workload/non-empty.js';
import { speaksHttp } from '../../workload/port.js';
import { principalOf } from './principal.js';
import type { AccessRule, Operation } from './specs.js';

/** Paths in a policy: `/v1/*` of an intent includes `/v1`, that of Istio only paths below. */
export function policyPaths(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const parsed = parsePath(path);
    if ('exact' in parsed) return [parsed.exact];
    return parsed.prefix === '' ? ['/*'] : [parsed.prefix, `${parsed.prefix}/*`];
  });
}

/** The rules that allow exactly these accesses: one rule for all callers with the same rights. */
export function accessRules(accesses: readonly Access[], cluster: Pick<Cluster, 'istio'>): readonly AccessRule[] {
  const groups = new Map<string, { readonly access: Access; readonly principals: string[] }>();
  for (const access of accesses) {
    const { port, methods, paths, endUser } = access;
    const key = JSON.stringify([port.name, methods, paths, endUser]);
    const group = groups.get(key) ?? { access, principals: [] };
    groups.set(key, group);
    group.principals.push(principalOf(access.from, cluster));
  }
  return [...groups.values()].flatMap(({ access, principals }): AccessRule[] => {
    const callers = sortedSet(principals);
    if (callers === undefined) return [];
    const issuer = access.endUser ? access.to.endUser?.issuer : undefined;
    return [
      {
        from: [{ source: { principals: callers, ...(issuer && { requestPrincipals: [`${issuer}/*`] }) } }],
        to: [{ operation: operationOf(access) }],
      },
    ];
  });
}

/** Without HTTP fields on a port that does not speak HTTP: there they would disable the rule. */
function operationOf({ port, methods, paths }: Access): Operation {
  const ports = [String(port.port)] as const;
  if (!speaksHttp(port)) return { ports };
  const allowed = policyPaths(paths ?? []);
  return {
    ports,
    ...(methods !== undefined && isNonEmpty(methods) && { methods }),
    ...(isNonEmpty(allowed) && { paths: allowed }),
  };
}
