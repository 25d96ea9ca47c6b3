import { listAt, stringAt, stringListAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Component } from './install.js';

const RBAC = 'rbac.authorization.k8s.io';

/** What an account must be allowed to do with some resources. */
export interface Need {
  readonly group: string;
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  /** Whether a permission in the control plane's namespace is enough. */
  readonly own?: true;
  /** The switch of linkerd-config that turns it on. */
  readonly switch?: string;
}

const READ = ['get', 'list', 'watch'];
const POLICY = 'policy.linkerd.io';

/**
 * The permissions that each component needs. Events and the routes of the Gateway API are left out: the controllers work
 * without them.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/charts/linkerd-control-plane/templates/destination-rbac.yaml
 */
export const NEEDS: Readonly<Record<Component, readonly Need[]>> = {
  identity: [{ group: 'authentication.k8s.io', resources: ['tokenreviews'], verbs: ['create'] }],
  destination: [
    { group: '', resources: ['pods', 'endpoints', 'services', 'nodes'], verbs: READ },
    { group: '', resources: ['secrets'], verbs: READ, own: true },
    { group: 'apps', resources: ['replicasets'], verbs: READ },
    { group: 'batch', resources: ['jobs'], verbs: READ },
    { group: 'discovery.k8s.io', resources: ['endpointslices'], verbs: READ, switch: 'enableEndpointSlices' },
    { group: 'linkerd.io', resources: ['serviceprofiles'], verbs: READ },
    { group: 'workload.linkerd.io', resources: ['externalworkloads'], verbs: READ },
    {
      group: POLICY,
      resources: [
        'authorizationpolicies',
        'egressnetworks',
        'httplocalratelimitpolicies',
        'httproutes',
        'meshtlsauthentications',
        'networkauthentications',
        'serverauthorizations',
        'servers',
      ],
      verbs: READ,
    },
    { group: 'coordination.k8s.io', resources: ['leases'], verbs: ['create', 'get', 'patch'], own: true },
  ],
  'proxy-injector': [
    { group: '', resources: ['namespaces', 'replicationcontrollers'], verbs: READ },
    { group: 'apps', resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: READ },
    { group: 'batch', resources: ['cronjobs', 'jobs'], verbs: READ },
  ],
};

/** The rules of the roles that are bound to a ServiceAccount. */
export interface Granted {
  /** Those for the whole cluster. */
  readonly everywhere: readonly Rule[];
  /** Those for the namespace of the account only. */
  readonly own: readonly Rule[];
}

type Rule = Parameters<typeof stringListAt>[0];

export function grantedTo(account: string, namespace: string, cluster: ClusterIndex): Granted {
  const binds = ({ object }: Resource) =>
    listAt(object, 'subjects').some(
      (subject) =>
        stringAt(subject, 'kind') === 'ServiceAccount' &&
        stringAt(subject, 'name') === account &&
        (stringAt(subject, 'namespace') || object.metadata.namespace) === namespace,
    );
  const rulesOf = (bindings: readonly Resource[]) =>
    bindings.filter(binds).flatMap(({ object }) => {
      const kind = stringAt(object, 'roleRef', 'kind') ?? '';
      const place = kind === 'Role' ? (object.metadata.namespace ?? '') : '';
      const role = cluster.find(`${RBAC}/${kind}`, place, stringAt(object, 'roleRef', 'name') ?? '');
      return listAt(role?.object, 'rules');
    });
  return {
    everywhere: rulesOf(cluster.ofKind(`${RBAC}/ClusterRoleBinding`)),
    own: rulesOf(cluster.ofKindIn(namespace, `${RBAC}/RoleBinding`)),
  };
}

/** The part of a need that is not granted, as `verb resource`, or `verb resource.group`. */
export function ungranted({ group, resources, verbs, own }: Need, granted: Granted): readonly string[] {
  const rules = own === true ? [...granted.everywhere, ...granted.own] : granted.everywhere;
  return resources.flatMap((resource) => {
    const lacking = verbs.filter((verb) => !rules.some((rule) => allows(rule, group, resource, verb)));
    return lacking.length === 0 ? [] : [`${lacking.join('/')} ${resource}${group === '' ? '' : `.${group}`}`];
  });
}

function allows(rule: Rule, group: string, resource: string, verb: string): boolean {
  const has = (field: string, wanted: string) => {
    const values = stringListAt(rule, field);
    return values.includes(wanted) || values.includes('*');
  };
  // A rule for named objects does not allow to list or watch the kind.
  return (
    listAt(rule, 'resourceNames').length === 0 &&
    has('apiGroups', group) &&
    has('resources', resource) &&
    has('verbs', verb)
  );
}
