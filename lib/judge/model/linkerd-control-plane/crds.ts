/** A Custom Resource Definition that Linkerd's controllers and command line need. */
export interface ExpectedCrd {
  /** `<plural>.<group>`. */
  readonly name: string;
  /** The version that the controllers read and the API server stores. */
  readonly version: string;
}

/**
 * What the core charts of 2.19 and 2.20 install.
 *
 * @see https://github.com/linkerd/linkerd2/tree/version-2.20/charts/linkerd-crds/templates
 */
export const EXPECTED_CRDS: readonly ExpectedCrd[] = [
  { name: 'authorizationpolicies.policy.linkerd.io', version: 'v1alpha1' },
  { name: 'egressnetworks.policy.linkerd.io', version: 'v1alpha1' },
  { name: 'externalworkloads.workload.linkerd.io', version: 'v1beta1' },
  { name: 'httplocalratelimitpolicies.policy.linkerd.io', version: 'v1alpha1' },
  { name: 'httproutes.policy.linkerd.io', version: 'v1beta3' },
  { name: 'meshtlsauthentications.policy.linkerd.io', version: 'v1alpha1' },
  { name: 'networkauthentications.policy.linkerd.io', version: 'v1alpha1' },
  { name: 'serverauthorizations.policy.linkerd.io', version: 'v1beta1' },
  { name: 'servers.policy.linkerd.io', version: 'v1beta3' },
  { name: 'serviceprofiles.linkerd.io', version: 'v1alpha2' },
];

export const CRD = 'apiextensions.k8s.io/CustomResourceDefinition';
