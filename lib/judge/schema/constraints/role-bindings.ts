import { groupOf, type JsonObject } from '../../../manifest/object.js';
import type { Segments } from '../field-path.js';
import { isEmpty, mapping, mappings } from '../fields.js';
import { missing, refused, type Verdict } from '../verdict.js';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES: Readonly<Record<string, readonly string[]>> = {
  ClusterRoleBinding: ['ClusterRole'],
  RoleBinding: ['Role', 'ClusterRole'],
};
const SUBJECT_GROUPS: Readonly<Record<string, string>> = { Group: GROUP, ServiceAccount: '', User: GROUP };

/**
 * Bindings of a role or to a subject that cannot be, and rules that grant nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function checkRoleBindings(object: JsonObject): Verdict[] {
  if (groupOf(String(object['apiVersion'])) !== GROUP) return [];
  const kind = String(object['kind']);
  const roles = ROLES[kind];
  if (roles === undefined)
    return mappings(object['rules']).flatMap(([index, rule]) => ruleVerdicts(['rules', index], rule, kind));
  return [
    ...roleVerdicts(mapping(object['roleRef']), roles),
    ...mappings(object['subjects']).flatMap(([index, subject]) => subjectVerdicts(['subjects', index], subject, kind)),
  ];
}

function roleVerdicts(role: JsonObject, allowed: readonly string[]): Verdict[] {
  const verdicts: Verdict[] = [];
  const { apiGroup, kind, name } = role;
  if (typeof apiGroup === 'string' && apiGroup !== '' && apiGroup !== GROUP)
    verdicts.push(refused(['roleRef', 'apiGroup'], JSON.stringify(apiGroup), GROUP, `Write ${GROUP}.`));
  if (typeof kind === 'string' && !allowed.includes(kind))
    verdicts.push(
      refused(['roleRef', 'kind'], JSON.stringify(kind), allowed.join(' or '), `Write ${allowed.join(' or ')}.`),
    );
  if (name === '') verdicts.push(missing(['roleRef', 'name'], 'the name of the role'));
  return verdicts;
}

function subjectVerdicts(at: Segments, { apiGroup, kind, name, namespace }: JsonObject, binding: string): Verdict[] {
  if (typeof kind !== 'string') return [];
  const group = SUBJECT_GROUPS[kind];
  if (group === undefined) {
    const kinds = Object.keys(SUBJECT_GROUPS).join(', ');
    return [refused([...at, 'kind'], JSON.stringify(kind), `one of ${kinds}`, 'Use one of them.')];
  }
  const verdicts: Verdict[] = [];
  if (typeof apiGroup === 'string' && apiGroup !== '' && apiGroup !== group)
    verdicts.push(
      refused(
        [...at, 'apiGroup'],
        JSON.stringify(apiGroup),
        group === '' ? 'none' : group,
        'Remove it: it is the default.',
      ),
    );
  if (name === '') verdicts.push(missing([...at, 'name'], 'the name of the subject'));
  // In a RoleBinding the account is one of its own namespace.
  if (kind === 'ServiceAccount' && binding === 'ClusterRoleBinding' && isEmpty(namespace))
    verdicts.push(missing([...at, 'namespace'], 'the namespace of the ServiceAccount'));
  return verdicts;
}

function ruleVerdicts(
  at: Segments,
  { apiGroups, nonResourceURLs, resources, verbs }: JsonObject,
  kind: string,
): Verdict[] {
  const verdicts: Verdict[] = [];
  if (isEmpty(verbs)) verdicts.push(missing([...at, 'verbs'], 'at least one verb'));
  if (!isEmpty(nonResourceURLs)) {
    if (kind === 'Role')
      verdicts.push(
        refused([...at, 'nonResourceURLs'], 'URLs', 'none, for a Role has a namespace', 'Use a ClusterRole.'),
      );
    if (!isEmpty(apiGroups) || !isEmpty(resources))
      verdicts.push(refused(at, 'both resources and nonResourceURLs', 'one of the two', 'Make two rules of it.'));
    return verdicts;
  }
  if (isEmpty(apiGroups)) verdicts.push(missing([...at, 'apiGroups'], 'at least one API group; the core group is ""'));
  if (isEmpty(resources)) verdicts.push(missing([...at, 'resources'], 'at least one resource'));
  return verdicts;
}
