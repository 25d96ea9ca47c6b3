import type { Field } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import { objectLabel } from '../../../manifest/object.js';
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
  says,
  sourcesOf,
} from './access-rules.js';
import { rootNamespaceOf } from './mesh-config.js';
import { type EffectiveMtls, mtlsOf } from './peer-authentication.js';
import { AUTHORIZATION_POLICY, selects } from './selectors.js';
import { servicePortsOf } from './service-ports.js';

const policiesIn = groupedBy((cluster) => cluster.ofKind(AUTHORIZATION_POLICY), namespaceOf);

/** The AuthorizationPolicies of an action that are attached to pods and enforced, those of the root namespace first. */
export function policiesOf(pod: PodTemplate, action: Action, cluster: ClusterIndex): readonly Resource[] {
  return [...new Set([rootNamespaceOf(cluster), pod.namespace])]
    .flatMap((namespace) => policiesIn(cluster, namespace))
    .filter((policy) => actionOf(policy) === action && !isDryRun(policy) && selects(policy, pod, cluster));
}

/** Who a port is open to: nobody, the callers that are listed, every identity of the mesh, or anyone. */
export type Reach = 'nobody' | 'listed' | 'mesh' | 'anyone';

/** Who may call a container port. */
export interface Access {
  readonly reach: Reach;
  /** Whether the port also accepts connections without mTLS, so that `anyone` is anyone who reaches the pod. */
  readonly plaintext: boolean;
  readonly mtls: EffectiveMtls;
  /** Who is listed, sorted: principals, `namespace a`, `account a/b`, `addresses 10.0.0.0/8`, `tokens x`. */
  readonly callers: readonly string[];
  /** The policies that decided; empty if none applies, and anyone is admitted. */
  readonly deciders: readonly Resource[];
}

/**
 * Who may call a container port of pods. Without an ALLOW policy anyone may; with one, only the callers that one of its rules
 * names. A DENY rule without conditions closes the port, and one for all callers outside a list leaves those on the list. Other
 * DENY and CUSTOM rules can only narrow this further.
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

/** Whether a rule of an ALLOW policy admits something at a port. A rule on HTTP fields admits nothing at a TCP port. */
function allows(rule: AccessRule, pod: PodTemplate, port: number, cluster: ClusterIndex): boolean {
  if (!coversPort(rule, port)) return false;
  const ports = servicePortsOf(pod, port, cluster);
  const raw = ports.length > 0 && ports.every(({ traffic }) => traffic === 'tcp');
  return !raw || httpPartsOf(rule).length === 0;
}

/** The callers that a rule names: `anyone` where it names none, `*` for every identity of the mesh. */
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
  return others ? [...rest, 'callers that meet a condition'] : named;
}

/** The callers that a source names. A caller must match all its fields, so those that name an identity say most. */
export function callersIn(source: Field): readonly string[] {
  const list = (field: string, prefix = ''): readonly string[] =>
    source.at(field).texts.map((value) => (value === '*' ? '*' : `${prefix}${value}`));
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

function meansEveryone(source: Field): boolean {
  return ['requestPrincipals', 'ipBlocks', 'remoteIpBlocks', ...IDENTITY_FIELDS].every((field) => !says(source, field));
}

/** The callers that a DENY rule leaves: it refuses everyone who is not on the list. */
function requiredBy(
  rule: AccessRule,
  port: number,
): readonly { readonly policy: Resource; readonly callers: readonly string[] }[] {
  if (!coversAllOf(rule, port)) return [];
  return sourcesOf(rule).flatMap((source) => {
    if (['requestPrincipals', 'ipBlocks', 'remoteIpBlocks'].some((field) => says(source, field))) return [];
    if (IDENTITY_FIELDS.some((field) => source.at(field).texts.length > 0)) return [];
    const principals = source.at('notPrincipals').texts;
    const namespaces = source.at('notNamespaces').texts.map((name) => `namespace ${name}`);
    // Both together refuse only callers that are in neither.
    const callers = [...principals, ...namespaces];
    return callers.length === 0 ? [] : [{ policy: rule.policy, callers }];
  });
}

/** How messages name the policies that decided: `AuthorizationPolicy apps/web`, or that none does. */
export function decidersOf({ deciders }: Access): string {
  if (deciders.length === 0) return 'no AuthorizationPolicy that allows callers selects it';
  return listed(deciders.map(({ object }) => objectLabel(object)));
}
