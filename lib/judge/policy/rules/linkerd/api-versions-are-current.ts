import { Field } from '../../../../manifest/field.js';
import { kindOf } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

/** Versions that are deprecated or legacy, and what to write instead. */
const OLD: Readonly<Record<string, { readonly versions: readonly string[]; readonly current: string }>> = {
  'gateway.networking.k8s.io/GRPCRoute': { versions: ['v1alpha2'], current: 'v1' },
  'gateway.networking.k8s.io/HTTPRoute': { versions: ['v1alpha2'], current: 'v1' },
  'linkerd.io/ServiceProfile': { versions: ['v1alpha1'], current: 'v1alpha2' },
  'multicluster.linkerd.io/Link': { versions: ['v1alpha1', 'v1alpha2'], current: 'v1alpha3' },
  'policy.linkerd.io/Server': { versions: ['v1alpha1', 'v1beta1'], current: 'v1beta3' },
  'policy.linkerd.io/ServerAuthorization': { versions: ['v1alpha1'], current: 'v1beta1' },
  'workload.linkerd.io/ExternalWorkload': { versions: ['v1alpha1'], current: 'v1beta1' },
};

const example = (version: string) => `
apiVersion: policy.linkerd.io/${version}
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: http }
`;

export default defineRule({
  id: 'linkerd/api-versions-are-current',
  severity: 'warning',
  scope: 'object',
  summary: 'No object of Linkerd uses a deprecated API version.',
  rationale:
    'A release that no longer serves the version rejects the object, possibly in the middle of an upgrade. Before that, fields that a later version added are dropped.',
  source: 'https://github.com/linkerd/linkerd2/tree/version-2.20/charts/linkerd-crds/templates',
  appliesTo: Object.keys(OLD),
  passes: example('v1beta3'),
  fails: example('v1beta1'),
  *check(resource) {
    const { object } = resource;
    const { versions = [], current = '' } = OLD[kindOf(object)] ?? {};
    const [group, version = ''] = object.apiVersion.split('/');
    if (!versions.includes(version)) return;
    yield Field.of(resource)
      .at('apiVersion')
      .violation({ expected: `${group}/${current}`, fix: 'Write the current version.' });
  },
});
