import type { Grant } from './access.js';
import { LINKERD_CONFIG } from './linkerd-config.js';

/** The heartbeat counts namespaces and ServiceProfiles, and reads the installation's values. */
export const heartbeatAccess: readonly Grant[] = [
  {
    scope: 'cluster',
    role: 'linkerd-heartbeat',
    binding: 'linkerd-heartbeat',
    serviceAccount: 'linkerd-heartbeat',
    component: undefined,
    rules: [
      { apiGroups: [''], resources: ['namespaces'], verbs: ['list'] },
      { apiGroups: ['linkerd.io'], resources: ['serviceprofiles'], verbs: ['list'] },
    ],
  },
  {
    scope: 'namespace',
    role: 'linkerd-heartbeat',
    binding: 'linkerd-heartbeat',
    serviceAccount: 'linkerd-heartbeat',
    component: undefined,
    rules: [{ apiGroups: [''], resources: ['configmaps'], resourceNames: [LINKERD_CONFIG], verbs: ['get'] }],
  },
];
