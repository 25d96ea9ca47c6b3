import rule from '../../../../../lib/judge/policy/rules/istio/peer-authentications-are-strict.js';
import { ruleTester } from '../../../../support/rule-tester.js';
import { deployment, meshConfig, namespace, peers } from '../../../model/istio/security-objects.js';

const web = 'selector: { matchLabels: { app: web } }';
const STRICT = 'mtls: { mode: STRICT }';
const root = (spec: string) => peers(spec, 'default', 'istio-system');

ruleTester(rule, {
  passes: {
    'accepts STRICT for the mesh': root(`{ ${STRICT} }`),
    'accepts what is left to the mesh': root(`{ ${STRICT} }`) + peers('{ mtls: { mode: UNSET } }') + peers('{}'),
    'accepts a port that is left to its workload, or is STRICT itself': peers(
      `{ ${web}, ${STRICT}, portLevelMtls: { 8080: { mode: UNSET }, 9090: { mode: STRICT }, 9091: {} } }`,
    ),
    'leaves a second object for the mesh, which nobody reads, to another rule':
      root(`{ ${STRICT} }`) + peers('{}', 'second', 'istio-system'),
  },
  fails: {
    'for the whole mesh': [
      root('{ mtls: { mode: PERMISSIVE } }'),
      {
        object: 'PeerAuthentication istio-system/default',
        path: 'spec.mtls.mode',
        got: 'PERMISSIVE, for the whole mesh',
        expected: 'STRICT',
        effect:
          'Plaintext is accepted besides mTLS: everyone who reaches the pods is served, without encryption and without an identity.',
        fix: 'Set STRICT, and route callers outside the mesh through a gateway.',
      },
    ],
    'for a namespace, with neither pods nor a Namespace among the files': [
      peers('{ mtls: { mode: DISABLE } }', 'default', 'ingress'),
      {
        got: 'DISABLE, for namespace ingress',
        effect: 'All traffic is plaintext, even between proxies, and no caller has an identity.',
        fix: 'Set STRICT, and route callers outside the mesh through a gateway.',
      },
    ],
    'for a workload, though its namespace is STRICT': [
      peers(`{ ${STRICT} }`) + peers(`{ ${web}, mtls: { mode: PERMISSIVE } }`, 'web'),
      { object: 'PeerAuthentication apps/web', got: 'PERMISSIVE, for pods with app=web in namespace apps' },
    ],
    'for gateways, pods outside the mesh, and pods of ambient alike': [
      namespace('{}') +
        deployment({ annotations: '{ inject.istio.io/templates: gateway }' }) +
        peers('{ mtls: { mode: DISABLE } }') +
        namespace('{ istio.io/dataplane-mode: ambient }').replace('name: apps', 'name: ambient') +
        peers('{ mtls: { mode: DISABLE } }', 'default', 'ambient'),
      { object: 'PeerAuthentication apps/default' },
      { object: 'PeerAuthentication ambient/default' },
    ],
    'for each port of its own, and tells scrapers where to go': [
      peers(`{ ${web}, ${STRICT}, portLevelMtls: { 8080: { mode: DISABLE }, 9090: { mode: PERMISSIVE } } }`),
      {
        path: 'spec.portLevelMtls["8080"].mode',
        got: 'DISABLE, for port 8080 of pods with app=web in namespace apps',
      },
      {
        path: 'spec.portLevelMtls["9090"].mode',
        got: 'PERMISSIVE, for port 9090 of pods with app=web in namespace apps',
        effect:
          'Plaintext is accepted besides mTLS: everyone who reaches the pods is served, without encryption and without an identity.',
        fix: 'Set STRICT, and route callers outside the mesh through a gateway. Scrapers need no open port: the sidecar serves the metrics of the workload on 15020.',
      },
    ],
    'where no pod of the selector is known, and where Istio ignores the selector': [
      peers('{ selector: { matchLabels: { app: gone } }, mtls: { mode: DISABLE } }') +
        root(`{ ${web}, mtls: { mode: DISABLE } }`),
      { got: 'DISABLE, for pods with app=gone in namespace apps' },
      { got: 'DISABLE, for pods with app=web in namespace istio-system' },
    ],
    'where the mesh has nothing to inherit from': [
      root('{ mtls: { mode: UNSET } }'),
      {
        path: 'spec.mtls.mode',
        got: 'no mode, which is PERMISSIVE for the whole mesh',
        effect:
          'There is nothing to inherit a mode from. Plaintext is accepted besides mTLS: everyone who reaches the pods is served, without encryption and without an identity.',
        fix: 'Set STRICT.',
      },
    ],
    'in the root namespace that the mesh names': [
      meshConfig('{ rootNamespace: mesh-root }') + peers('{ mtls: { mode: PERMISSIVE } }', 'default', 'mesh-root'),
      { got: 'PERMISSIVE, for the whole mesh' },
    ],
  },
});
