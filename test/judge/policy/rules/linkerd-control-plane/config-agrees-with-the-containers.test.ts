import { configExample, controllerExample } from '../../../../../lib/judge/policy/examples/linkerd-control-plane.js';
import rule from '../../../../../lib/judge/policy/rules/linkerd-control-plane/config-agrees-with-the-containers.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const policy = (...args: readonly string[]) => controllerExample({ component: 'destination', args });
const first = 'spec.template.spec.containers[0].args[1]';

ruleTester(rule, {
  passes: {
    'accepts what is said nowhere else':
      policy('--default-policy=deny') + configExample('clusterDomain: cluster.local'),
    'accepts durations in another form': `${controllerExample({ args: ['-identity-issuance-lifetime=24h0m0s'] })}${configExample('identity: { issuer: { issuanceLifetime: 24h } }')}`,
    'accepts a trust domain that is the domain of the cluster': `${controllerExample({ args: ['-identity-trust-domain=k8s.local'] })}${configExample('clusterDomain: k8s.local', 'identityTrustDomain: ""')}`,
    'accepts a switch': `${policy('-enable-endpoint-slices=true')}${configExample('enableEndpointSlices: true')}`,
  },
  fails: {
    'in every container': [
      policy('--cluster-domain=k8s.local', '--cluster-networks', '10.0.0.0/8') +
        configExample('clusterDomain: cluster.local', 'clusterNetworks: 10.0.0.0/8,fd00::/8'),
      {
        object: 'Deployment linkerd/linkerd-destination',
        path: first,
        got: 'k8s.local',
        expected: 'cluster.local, as clusterDomain of linkerd-config',
      },
      { path: 'spec.template.spec.containers[0].args[3]', got: '10.0.0.0/8' },
    ],
    'between containers, without linkerd-config': [
      controllerExample({ args: ['-identity-trust-domain=mesh.example'] }) + policy('--identity-domain=cluster.local'),
      { path: first, got: 'cluster.local', expected: 'mesh.example, as in the other containers' },
    ],
    'with another namespace': [
      controllerExample({ args: ['-controller-namespace=mesh'] }),
      { path: first, got: 'mesh', expected: 'linkerd, the name of the namespace' },
    ],
    'in the environment of a proxy': [
      controllerExample().replace(
        'name: identity, args',
        'env: [{ name: _l5d_trustdomain, value: cluster.local }], name: identity, args',
      ) + configExample('identityTrustDomain: mesh.example'),
      { path: 'spec.template.spec.containers[0].env[0].value', got: 'cluster.local' },
    ],
    'with a scheme that the issuer does not have': [
      controllerExample({ args: ['-identity-scheme=linkerd.io/tls'] }) +
        configExample('identity: { issuer: { scheme: kubernetes.io/tls } }'),
      { got: 'linkerd.io/tls' },
    ],
  },
});
