import { listed } from '../../../../manifest/listed.js';
import { shown } from '../../../../manifest/shown.js';
import {
  type Install,
  ISTIO_OPERATOR,
  installsOf,
  SAIL_ISTIO,
  SAIL_REVISION,
} from '../../../model/istio/mesh-config.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule<Install>({
  id: 'istio/mesh-config-is-hardened',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The mesh requires TLS 1.3, its proxies are not privileged, and no workload can call unknown hosts.',
  rationale:
    'By default proxies still accept TLS 1.2 from each other, and forward whatever a workload sends to an unknown host, even data that must not leave.',
  source: 'https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig',
  appliesTo: ['ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR],
  passes: example('TLSV1_3'),
  fails: example('TLSV1_2'),
  about: installsOf,
  *check({ meshConfig, values, fillsDefaults }) {
    const version = meshConfig.at('meshMTLS', 'minProtocolVersion');
    if (version.text !== 'TLSV1_3') {
      yield version.violation({
        got: `meshMTLS.minProtocolVersion ${shown(version.text)}`,
        expected: 'TLSV1_3',
        effect: 'Proxies offer TLS 1.2 too, though every supported release speaks TLS 1.3.',
        fix: 'Set it to TLSV1_3.',
      });
    }
    const suites = meshConfig.at('meshMTLS', 'cipherSuites');
    const ignored = suites.texts.filter((suite) => suite.startsWith('TLS_'));
    if (ignored.length > 0) {
      yield suites.violation({
        got: listed(ignored),
        expected: 'cipher suites of TLS 1.2 by their OpenSSL names, or none',
        effect: 'istiod drops these names.',
        fix: 'Remove them; suites of TLS 1.3 cannot be chosen.',
      });
    }
    const privileged = values.at('global', 'proxy', 'privileged');
    if (privileged.value === true) {
      yield privileged.violation({
        got: 'proxies that run privileged',
        expected: 'false',
        effect:
          'Each sidecar of the mesh has the rights of root on its node: anyone who takes over one controls the node.',
        fix: 'Remove it.',
      });
    }
    if (!fillsDefaults && values.mapping === undefined) {
      yield notJudged('the values of the injector, which say global.proxy.privileged, are not among the files', values);
    }
    const mode = meshConfig.at('outboundTrafficPolicy', 'mode');
    if (mode.text !== 'REGISTRY_ONLY') {
      yield mode.violation({
        got: `outboundTrafficPolicy.mode ${shown(mode.text)}`,
        expected: 'REGISTRY_ONLY',
        effect: 'Proxies forward traffic to any host.',
        fix: 'Set it to REGISTRY_ONLY, with a ServiceEntry for each external host. It is not a firewall: NetworkPolicies that deny by default must back it up.',
      });
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
---
apiVersion: v1
kind: ConfigMap
metadata: { name: istio-sidecar-injector, namespace: istio-system }
data: { values: "{}" }
`;
}
