import type { Grant } from './access.js';

/** The identity controller has the API server review the tokens of proxies, and reports what it issued. */
export const identityAccess: readonly Grant[] = [
  {
    scope: 'cluster',
    role: 'linkerd-linkerd-identity',
    binding: 'linkerd-linkerd-identity',
    serviceAccount: 'linkerd-identity',
    component: 'identity',
    rules: [
      { apiGroups: ['authentication.k8s.io'], resources: ['tokenreviews'], verbs: ['create'] },
      { apiGroups: [''], resources: ['events'], verbs: ['create', 'patch'] },
    ],
  },
];
