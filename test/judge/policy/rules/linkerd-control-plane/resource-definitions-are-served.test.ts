import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/resource-definitions-are-served.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const all = String(rule.passes);
const definitions = all.slice(all.indexOf('apiVersion: apiextensions') - 4);
const versions = (text: string) =>
  definitions.replace('versions: [{ name: v1beta3, served: true, storage: true }]', `versions: [${text}]`);

ruleTester(rule, {
  ignores: {
    'objects without a control plane':
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: apps }',
  },
  passes: {
    'accepts further versions': all.replace(
      'name: v1beta3, served: true, storage: true',
      'name: v1beta1, served: true, storage: false }, { name: v1beta3, served: true, storage: true',
    ),
    'accepts another stored version of a release that is not known':
      controllerExample() + versions('{ name: v1beta3, served: true, storage: false }'),
  },
  fails: {
    'with all of them in one finding': [
      controllerExample() + configExample('linkerdVersion: edge-26.6.3'),
      {
        object: 'ConfigMap linkerd/linkerd-config',
        got: 'no CustomResourceDefinition authorizationpolicies.policy.linkerd.io, egressnetworks.policy.linkerd.io, externalworkloads.workload.linkerd.io, httplocalratelimitpolicies.policy.linkerd.io, httproutes.policy.linkerd.io, meshtlsauthentications.policy.linkerd.io, networkauthentications.policy.linkerd.io, serverauthorizations.policy.linkerd.io, servers.policy.linkerd.io, serviceprofiles.linkerd.io',
      },
    ],
    'of an old release': [
      controllerExample() + versions('{ name: v1beta2, served: true, storage: true }'),
      {
        object: 'CustomResourceDefinition httproutes.policy.linkerd.io',
        path: 'spec.versions',
        got: 'v1beta2',
        expected: 'v1beta3',
      },
    ],
    'that are not served or not stored': [
      controllerExample() +
        configExample('linkerdVersion: edge-26.6.3') +
        versions('{ name: v1beta2 }, { name: v1beta3, served: false, storage: false }'),
      { path: 'spec.versions[1].served', got: 'false' },
      { path: 'spec.versions[1].storage', got: 'false' },
    ],
  },
  notJudged: {
    'a release before 2.19': [
      controllerExample() + configExample('linkerdVersion: stable-2.14.10'),
      'the control plane is older than Linkerd 2.19',
    ],
  },
});
