import type { Cluster } from '../../fleet/cluster.js';
import type { Access } from '../../workload/intents/access.js';
import { parsePath } from '../../workload/intents/request-match.js';
import { isNonEmpty, sortedSet } from '../../workload/non-empty.js';
import { speaksHttp } from '../../workload/port.js';
import { principalOf } from './principal.js';
import type { AccessRule, Operation } from './specs.js';

/** Paths as policies write them: `/v1/*` of an intent is `/v1` too, that of Istio only what stands below. */
export function policyPaths(paths: readonly string[]): readonly string[] {
  return paths.flatMap((path) => {
    const parsed = parsePath(path);
    if ('exact' in parsed) return [parsed.exact];
    return parsed.prefix === '' ? ['/*'] : [parsed.prefix, `${parsed.prefix}/*`];
  });
}

/** The rules that admit what is listed and nothing else: one for all callers who may do the same. */
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

/** Without fields of HTTP on a port that does not speak it, where they would void the rule. */
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
