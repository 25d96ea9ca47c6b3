import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { booleanAt, shown, stringAt, stringListAt } from '../../../../manifest/read.js';
import { ISTIO_OPERATOR, installsOf, SAIL_ISTIO, SAIL_REVISION } from '../../../model/istio/mesh-config.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/mesh-config-is-hardened',
  severity: 'warning',
  scope: 'cluster',
  summary:
    'The mesh speaks TLS 1.3 within, its proxies are not privileged, and no workload calls hosts that the mesh does not know.',
  rationale:
    'By default proxies still take TLS 1.2 from each other, and pass on whatever a workload sends to an unknown host, be it data that it should keep.',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
  appliesTo: ['ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  passes: example('TLSV1_3'),
  fails: example('TLSV1_2'),
  *check(cluster) {
    for (const { resource, meshConfig, meshPath, values, valuesPath } of installsOf(cluster)) {
      const version = stringAt(meshConfig, 'meshMTLS', 'minProtocolVersion');
      if (version !== 'TLSV1_3') {
        yield {
          resource,
          path: meshPath('meshMTLS', 'minProtocolVersion'),
          got: `meshMTLS.minProtocolVersion ${shown(version)}`,
          expected: 'TLSV1_3',
          fix: 'Set it: every proxy of a supported release speaks it, and 1.2 is only offered to those who ask for less.',
        };
      }
      const suites = stringListAt(meshConfig, 'meshMTLS', 'cipherSuites').filter((suite) => suite.startsWith('TLS_'));
      if (suites.length > 0) {
        yield {
          resource,
          path: meshPath('meshMTLS', 'cipherSuites'),
          got: listed(suites),
          expected: 'suites of TLS 1.2 by their names in OpenSSL, or none',
          fix: 'Remove them: those of TLS 1.3 cannot be chosen, and istiod drops the names.',
        };
      }
      if (booleanAt(values, 'global', 'proxy', 'privileged') === true) {
        yield {
          resource,
          path: resource.object.kind === 'ConfigMap' ? 'data.mesh' : at(valuesPath, 'global', 'proxy', 'privileged'),
          got: 'proxies that run privileged',
          expected: 'false',
          fix: 'Remove it: as it stands each sidecar of the mesh may do on its node what root may, and who takes over one has the node.',
        };
      }
      const mode = stringAt(meshConfig, 'outboundTrafficPolicy', 'mode');
      if (mode !== 'REGISTRY_ONLY') {
        yield {
          resource,
          path: meshPath('outboundTrafficPolicy', 'mode'),
          got: `outboundTrafficPolicy.mode ${shown(mode)}`,
          expected: 'REGISTRY_ONLY',
          fix: 'Set it, with a ServiceEntry for each host outside: as it stands proxies pass everything on. It is no firewall; NetworkPolicies that deny by default must stand behind it.',
        };
      }
    }
  },
});

function example(version: string): string {
  return `
apiVersion: v1
kind: ConfigMap
metadata: { name: istio, namespace: istio-system }
data:
  mesh: |
    meshMTLS: { minProtocolVersion: ${version} }
    outboundTrafficPolicy: { mode: REGISTRY_ONLY }
`;
}
