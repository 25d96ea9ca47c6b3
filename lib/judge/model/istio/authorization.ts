import { listed } from '../../../manifest/listed.js';
import { objectLabel } from '../../../manifest/object.js';
import { stringListAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf, type PodTemplate } from '../pods/pod.js';
import {
  type AccessRule,
  type Action,
  actionOf,
  conditionsOf,
  coversAllOf,
  coversPort,
  httpPartsOf,
  IDENTITY_FIELDS,
  identityConditionsOf,
  isDryRun,
  rulesOf,
  type Source,
  says,
  sourcesOf,
} from './access-rules.js';
import { rootNamespaceOf } from './mesh-config.js';
import { type EffectiveMtls, mtlsOf } from './peer-authentication.js';
import { servicePortsOf } from './protocols.js';
import { AUTHORIZATION_POLICY, selects } from './selectors.js';

const policiesIn = groupedBy((cluster) => cluster.ofKind(AUTHORIZATION_POLICY), namespaceOf);

/** The AuthorizationPolicies of an action that are attached to pods and enforced, those of the root namespace first. */
export function policiesOf(pod: PodTemplate, action: Action, cluster: ClusterIndex): readonly Resource[] {
  return [...new Set([rootNamespaceOf(cluster), pod.namespace])]
    .flatMap((namespace) => policiesIn(cluster, namespace))
    .filter((policy) => actionOf(policy) === action && !isDryRun(policy) && selects(policy, pod, cluster));
}

/** How far a port is open: to nobody, to callers that are listed, to all that have an identity of the mesh, or to anyone. */
export type Reach = 'nobody' | 'listed' | 'mesh' | 'anyone';

/** Who may call a container port. */
export interface Access {
  readonly reach: Reach;
  /** Whether the port also takes connections without mTLS, so that `anyone` is truly anyone who reaches the pod. */
  readonly plaintext: boolean;
  readonly mtls: EffectiveMtls;
  /** Who is listed, sorted: principals, `namespace a`, `account a/b`, `addresses 10.0.0.0/8`, `tokens x`. */
  readonly callers: readonly string[];
  /** The policies that decided; none where there is none, which lets anyone in. */
  readonly deciders: readonly Resource[];
}

/**
 * Who may call a container port of pods. Without an ALLOW policy anyone may; with one, only who a rule of one names. A DENY rule
 * without conditions closes the port, and one for callers that are not of a list leaves those of the list. Further DENY and
 * CUSTOM rules only take away from what is told here.
 *
 * @see https://istio.io/latest/docs/concepts/security/#implicit-enablement
 */
export function accessTo(pod: PodTemplate, port: number, cluster: ClusterIndex): Access {
  const mtls = mtlsOf(pod, port, cluster);
  const plaintext = mtls.mode !== 'STRICT';
  const denials = policiesOf(pod, 'DENY', cluster).flatMap((policy) => rulesOf(policy));
  const closing = denials.find((rule) => coversAllOf(rule, port) && sourcesOf(rule).every(meansEveryone));
  const of = (reach: Reach, callers: readonly string[], deciders: readonly Resource[]): Access => ({
    reach,
    plaintext,
    mtls,
    callers: [...new Set(callers)].sort(),
    deciders: [...new Set(deciders)],
  });
  if (closing !== undefined) return of('nobody', [], [closing.policy]);
  const allowing = policiesOf(pod, 'ALLOW', cluster);
  const required = denials.flatMap((rule) => requiredBy(rule, port));
  if (allowing.length === 0) {
    const [first] = required;
    if (first === undefined) return of('anyone', [], []);
    const reach = first.callers.includes('*') ? 'mesh' : 'listed';
    return of(reach, reach === 'mesh' ? [] : first.callers, [first.policy]);
  }
  const rules = allowing.flatMap((policy) => rulesOf(policy)).filter((rule) => allows(rule, pod, port, cluster));
  if (rules.length === 0) return of('nobody', [], allowing);
  const open = rules.filter((rule) => callersOf(rule).includes('anyone'));
  const [guard] = required;
  if (open.length > 0 && guard === undefined)
    return of(
      'anyone',
      [],
      open.map(({ policy }) => policy),
    );
  if (open.length > 0 && guard !== undefined) {
    const reach = guard.callers.includes('*') ? 'mesh' : 'listed';
    return of(reach, reach === 'mesh' ? [] : guard.callers, [...open.map(({ policy }) => policy), guard.policy]);
  }
  const wide = rules.filter((rule) => callersOf(rule).includes('*'));
  if (wide.length > 0)
    return of(
      'mesh',
      [],
      wide.map(({ policy }) => policy),
    );
  return of(
    'listed',
    rules.flatMap(callersOf),
    rules.map(({ policy }) => policy),
  );
}

/** Whether a rule of an ALLOW policy lets something in at a port: a rule on HTTP lets nothing in where the port carries bytes alone. */
function allows(rule: AccessRule, pod: PodTemplate, port: number, cluster: ClusterIndex): boolean {
  if (!coversPort(rule, port)) return false;
  const ports = servicePortsOf(pod, port, cluster);
  const raw = ports.length > 0 && ports.every(({ traffic }) => traffic === 'tcp');
  return !raw || httpPartsOf(rule).length === 0;
}

/** Who a rule names: `anyone` where it names nobody, `*` for every identity of the mesh. */
export function callersOf(rule: AccessRule): readonly string[] {
  const conditions = identityConditionsOf(rule).flatMap(({ values }) => values);
  const others = conditionsOf(rule).some(
    ({ key, values }) => values.length > 0 && /^(?:source\.ip|remote\.ip|request\.auth\.)/.test(key),
  );
  const sources = sourcesOf(rule);
  const named = sources.length === 0 ? ['anyone'] : sources.flatMap(callersIn);
  if (!named.includes('anyone')) return named;
  const rest = named.filter((name) => name !== 'anyone');
  if (conditions.length > 0) return [...rest, ...conditions];
  return others ? [...rest, 'those of a condition'] : named;
}

/** Who a source names. Its fields hold together, so the ones that name an identity say it best. */
export function callersIn({ source }: Source): readonly string[] {
  const list = (field: string, prefix = ''): readonly string[] =>
    stringListAt(source, field).map((value) => (value === '*' ? '*' : `${prefix}${value}`));
  const byField = [
    list('principals'),
    list('serviceAccounts', 'account '),
    list('namespaces', 'namespace '),
    list('trustDomains', 'trust domain '),
  ];
  const identities = byField.filter((names) => names.length > 0);
  const narrow = identities.find((names) => !names.includes('*')) ?? identities[0];
  if (narrow !== undefined) return narrow;
  const others = [
    ...list('requestPrincipals', 'tokens '),
    ...list('ipBlocks', 'addresses '),
    ...list('remoteIpBlocks', 'addresses '),
  ].map((name) => (name === '*' ? 'tokens *' : name));
  return others.length > 0 ? others : ['anyone'];
}

function meansEveryone({ source }: Source): boolean {
  return ['requestPrincipals', 'ipBlocks', 'remoteIpBlocks', ...IDENTITY_FIELDS].every((field) => !says(source, field));
}

/** The callers that a DENY rule leaves: it refuses whoever is not of the list. */
function requiredBy(
  rule: AccessRule,
  port: number,
): readonly { readonly policy: Resource; readonly callers: readonly string[] }[] {
  if (!coversAllOf(rule, port)) return [];
  return sourcesOf(rule).flatMap(({ source }) => {
    if (['requestPrincipals', 'ipBlocks', 'remoteIpBlocks'].some((field) => says(source, field))) return [];
    if (IDENTITY_FIELDS.some((field) => stringListAt(source, field).length > 0)) return [];
    const principals = stringListAt(source, 'notPrincipals');
    const namespaces = stringListAt(source, 'notNamespaces').map((name) => `namespace ${name}`);
    // Both together refuse only who is of neither.
    const callers = [...principals, ...namespaces];
    return callers.length === 0 ? [] : [{ policy: rule.policy, callers }];
  });
}

/** How sentences name the policies that decided: `AuthorizationPolicy apps/web`, or that there is none. */
export function decidersOf({ deciders }: Access): string {
  if (deciders.length === 0) return 'no AuthorizationPolicy that allows anyone in particular selects it';
  return listed(deciders.map(({ object }) => objectLabel(object)));
}
