import { type Grant, READ } from './access.js';
import type { LinkerdValues } from './values.js';

const POLICY_KINDS = [
  'authorizationpolicies',
  'egressnetworks',
  'httplocalratelimitpolicies',
  'httproutes',
  'meshtlsauthentications',
  'networkauthentications',
  'serverauthorizations',
  'servers',
];
const GATEWAY_ROUTES = ['grpcroutes', 'httproutes', 'tcproutes', 'tlsroutes'];

/** The destination and the policy controller read workloads and their policies, and write the status of policies. */
export function destinationAccess({ enableEndpointSlices }: LinkerdValues): readonly Grant[] {
  const destination = { serviceAccount: 'linkerd-destination', component: 'destination' } as const;
  return [
    {
      ...destination,
      scope: 'cluster',
      role: 'linkerd-linkerd-destination',
      binding: 'linkerd-linkerd-destination',
      rules: [
        { apiGroups: ['apps'], resources: ['replicasets'], verbs: READ },
        { apiGroups: ['batch'], resources: ['jobs'], verbs: READ },
        { apiGroups: [''], resources: ['endpoints', 'nodes', 'pods', 'services'], verbs: READ },
        { apiGroups: ['linkerd.io'], resources: ['serviceprofiles'], verbs: READ },
        { apiGroups: ['workload.linkerd.io'], resources: ['externalworkloads'], verbs: READ },
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'patch', 'update'] },
        ...(enableEndpointSlices
          ? [
              {
                apiGroups: ['discovery.k8s.io'],
                resources: ['endpointslices'],
                verbs: [...READ, 'create', 'delete', 'patch', 'update'],
              },
            ]
          : []),
      ],
    },
    {
      ...destination,
      scope: 'cluster',
      role: 'linkerd-policy',
      binding: 'linkerd-destination-policy',
      rules: [
        { apiGroups: [''], resources: ['pods'], verbs: READ },
        { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'] },
        { apiGroups: ['policy.linkerd.io'], resources: POLICY_KINDS, verbs: READ },
        { apiGroups: ['gateway.networking.k8s.io'], resources: GATEWAY_ROUTES, verbs: READ },
        {
          apiGroups: ['policy.linkerd.io'],
          resources: ['egressnetworks/status', 'httplocalratelimitpolicies/status', 'httproutes/status'],
          verbs: ['patch'],
        },
        {
          apiGroups: ['gateway.networking.k8s.io'],
          resources: GATEWAY_ROUTES.map((route) => `${route}/status`),
          verbs: ['patch'],
        },
        { apiGroups: ['workload.linkerd.io'], resources: ['externalworkloads'], verbs: READ },
        { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: ['create', 'get', 'patch'] },
      ],
    },
    {
      ...destination,
      scope: 'namespace',
      role: 'remote-discovery',
      binding: 'linkerd-destination-remote-discovery',
      // The controller does not start before it has listed the Secrets that could hold the credentials of other
      // clusters.
      rules: [{ apiGroups: [''], resources: ['secrets'], verbs: READ }],
    },
  ];
}
