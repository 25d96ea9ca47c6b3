import { Construct } from 'constructs';
import {
  KubeClusterRole,
  KubeClusterRoleBinding,
  KubeRole,
  KubeRoleBinding,
  type PolicyRule,
} from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { type Component, componentLabels, controlPlaneLabels } from './labels.js';
import type { LinkerdValues } from './values.js';

/** The permissions of one controller: a role and its binding, for the cluster or for the control plane's namespace. */
export interface Grant {
  readonly scope: 'cluster' | 'namespace';
  readonly role: string;
  readonly binding: string;
  readonly serviceAccount: string;
  readonly component: Component | undefined;
  readonly rules: readonly PolicyRule[];
}

/** A role and its binding, with the labels that the CLI finds them by. */
export class Access extends Construct {
  constructor(
    scope: Construct,
    id: string,
    { values, grant }: { readonly values: LinkerdValues; readonly grant: Grant },
  ) {
    super(scope, id);
    const { role, binding, serviceAccount, component, rules } = grant;
    const labels = component === undefined ? controlPlaneLabels(values) : componentLabels(component, values);
    const roleRef = { apiGroup: 'rbac.authorization.k8s.io', name: role };
    const subjects = [{ kind: 'ServiceAccount', name: serviceAccount, namespace: CONTROL_PLANE_NAMESPACE }];
    if (grant.scope === 'cluster') {
      new KubeClusterRole(this, 'role', { metadata: { name: role, labels }, rules: [...rules] });
      new KubeClusterRoleBinding(this, 'binding', {
        metadata: { name: binding, labels },
        roleRef: { ...roleRef, kind: 'ClusterRole' },
        subjects,
      });
      return;
    }
    const namespace = CONTROL_PLANE_NAMESPACE;
    new KubeRole(this, 'role', { metadata: { name: role, namespace, labels }, rules: [...rules] });
    new KubeRoleBinding(this, 'binding', {
      metadata: { name: binding, namespace, labels },
      roleRef: { ...roleRef, kind: 'Role' },
      subjects,
    });
  }
}

export const READ = ['get', 'list', 'watch'];
