import { dnsSubdomain, pathSegment } from '../../../formats/name-syntax.js';
import type { Field } from '../../../manifest/field.js';
import { missingField, notAllowed, type SchemaViolation } from '../violation.js';
import { nameOf } from './syntax.js';

const GROUP = 'rbac.authorization.k8s.io';
const ROLES: Readonly<Record<string, readonly string[]>> = {
  ClusterRoleBinding: ['ClusterRole'],
  RoleBinding: ['Role', 'ClusterRole'],
};
const SUBJECT_GROUPS: Readonly<Record<string, string>> = { Group: GROUP, ServiceAccount: '', User: GROUP };

/**
 * Bindings to roles or subjects that cannot exist, and rules that grant nothing.
 *
 * @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/
 */
export function* checkRoleBindings(object: Field, apiKind: string): Iterable<SchemaViolation> {
  const [group, , kind = ''] = apiKind.split('/');
  if (group !== GROUP) return;
  const roles = ROLES[kind];
  if (roles === undefined) for (const rule of object.at('rules').items) yield* checkRule(rule, kind);
  else {
    yield* checkRole(object.at('roleRef'), roles);
    for (const subject of object.at('subjects').items) yield* checkSubject(subject, kind);
  }
}

function* checkRole(role: Field, allowed: readonly string[]): Iterable<SchemaViolation> {
  const apiGroup = role.at('apiGroup');
  const kind = role.at('kind');
  const expected = allowed.join(' or ');
  if (apiGroup.text !== undefined && apiGroup.text !== '' && apiGroup.text !== GROUP)
    yield notAllowed(apiGroup, { expected: GROUP, fix: `Write ${GROUP}.` });
  if (kind.text !== undefined && !allowed.includes(kind.text))
    yield notAllowed(kind, { expected, fix: `Write ${expected}.` });
  if (role.at('name').value === '') yield missingField(role.at('name'), 'the name of the role');
  yield* nameOf(role.at('name'), pathSegment, 'a role');
}

function* checkSubject(subject: Field, binding: string): Iterable<SchemaViolation> {
  const apiGroup = subject.at('apiGroup');
  const kind = subject.at('kind');
  if (kind.text === undefined) return;
  const group = SUBJECT_GROUPS[kind.text];
  if (group === undefined) {
    const kinds = Object.keys(SUBJECT_GROUPS).join(', ');
    yield notAllowed(kind, { expected: `one of ${kinds}`, fix: 'Use one of them.' });
    return;
  }
  if (apiGroup.text !== undefined && apiGroup.text !== '' && apiGroup.text !== group)
    yield notAllowed(apiGroup, { expected: group === '' ? 'none' : group, fix: 'Remove it: it is the default.' });
  if (subject.at('name').value === '') yield missingField(subject.at('name'), 'the name of the subject');
  if (kind.text === 'ServiceAccount') yield* nameOf(subject.at('name'), dnsSubdomain, 'a ServiceAccount');
  // In a RoleBinding, the account is one of the binding's own namespace.
  if (kind.text === 'ServiceAccount' && binding === 'ClusterRoleBinding' && subject.at('namespace').isEmpty)
    yield missingField(subject.at('namespace'), 'the namespace of the ServiceAccount');
}

function* checkRule(rule: Field, kind: string): Iterable<SchemaViolation> {
  const apiGroups = rule.at('apiGroups');
  const resources = rule.at('resources');
  const urls = rule.at('nonResourceURLs');
  if (rule.at('verbs').isEmpty) yield missingField(rule.at('verbs'), 'at least one verb');
  if (urls.isEmpty) {
    if (apiGroups.isEmpty) yield missingField(apiGroups, 'at least one API group; the core group is ""');
    if (resources.isEmpty) yield missingField(resources, 'at least one resource');
    return;
  }
  if (kind === 'Role')
    yield notAllowed(urls, {
      got: 'URLs',
      expected: 'none, because a Role has a namespace',
      fix: 'Use a ClusterRole.',
    });
  if (!apiGroups.isEmpty || !resources.isEmpty)
    yield notAllowed(rule, {
      got: 'both resources and nonResourceURLs',
      expected: 'one of the two',
      fix: 'Split it into two rules.',
    });
}
