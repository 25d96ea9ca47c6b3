import type { KubeRoleBindingProps, KubeRoleProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { CREATED_BY, controlPlaneLabels } from './labels.js';
import { LINKERD_CONFIG } from './linkerd-config.js';
import type { LinkerdValues } from './values.js';

const CONFIG_READER = 'ext-namespace-metadata-linkerd-config';

/** Subjects bound to this role, such as Linkerd's extensions, may read the installation's values. */
export function configReaderRole(values: LinkerdValues): KubeRoleProps {
  return {
    metadata: {
      name: CONFIG_READER,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: controlPlaneLabels(values),
      annotations: CREATED_BY,
    },
    rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [LINKERD_CONFIG], verbs: ['get'] }],
  };
}

export function configReaderBinding(values: LinkerdValues): KubeRoleBindingProps | undefined {
  const { configReaders } = values;
  if (configReaders === null || configReaders.length === 0) return undefined;
  return {
    metadata: { name: 'linkerd-config-reader', namespace: CONTROL_PLANE_NAMESPACE, labels: controlPlaneLabels(values) },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: CONFIG_READER },
    subjects: configReaders.map(({ name, namespace }) => ({ kind: 'ServiceAccount', name, namespace })),
  };
}
