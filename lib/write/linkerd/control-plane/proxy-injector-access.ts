import { type Grant, READ } from './access.js';

/** The injector reads the owner and the namespace of a pod, and records events. */
export const proxyInjectorAccess: readonly Grant[] = [
  {
    scope: 'cluster',
    role: 'linkerd-linkerd-proxy-injector',
    binding: 'linkerd-linkerd-proxy-injector',
    serviceAccount: 'linkerd-proxy-injector',
    component: 'proxy-injector',
    rules: [
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
      { apiGroups: [''], resources: ['namespaces', 'replicationcontrollers'], verbs: READ },
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'], verbs: READ },
      { apiGroups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: READ },
    ],
  },
];
