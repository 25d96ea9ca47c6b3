import { objectLabel } from '../../../../manifest/object.js';
import { ruleHost, type TrafficPolicy, trafficPoliciesOf } from '../../../model/istio/destination-rules.js';
import { isSurelyOutside, podsAt, takesMutualTls } from '../../../model/istio/mesh-membership.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (mode: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: web, trafficPolicy: { tls: { mode: ${mode} } } }
---
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

/** What happens with each mode that replaces mutual TLS of the mesh. */
const EFFECTS: Readonly<Record<string, string>> = {
  DISABLE:
    'Requests travel in plaintext, readable by everyone on the way and without the identity of the caller; a STRICT server refuses them with 503.',
  SIMPLE: 'Callers start a TLS session of their own, without their identity; a STRICT server refuses them with 503.',
  MUTUAL:
    'Callers present certificates of their own instead of their mesh identity, and authorization does not know them; a STRICT server refuses them with 503.',
};

export default defineRule<TrafficPolicy>({
  id: 'istio/mesh-traffic-uses-mutual-tls',
  severity: 'error',
  scope: 'object',
  summary: 'No DestinationRule turns off mutual TLS to pods in the mesh, or to a host that may be in it.',
  rationale:
    'A tls block replaces automatic mutual TLS. DISABLE sends plaintext, whatever the server supports; use it only for hosts that are known to be outside the mesh. SIMPLE and MUTUAL are for those hosts too. Servers that require mutual TLS refuse all three.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode',
  appliesTo: [DESTINATION_RULE],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'Service',
    'install.istio.io/IstioOperator',
    'networking.istio.io/Gateway',
    'networking.istio.io/ServiceEntry',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: example('ISTIO_MUTUAL'),
  fails: example('DISABLE'),
  about: (resource) => trafficPoliciesOf(resource).filter(({ field }) => field.at('tls').mapping !== undefined),
  *check({ field, parent }, cluster) {
    const written = field.at('tls', 'mode');
    // A block without a mode is not the same as no block.
    const mode = written.text ?? 'DISABLE';
    const effect = Object.hasOwn(EFFECTS, mode) ? EFFECTS[mode] : undefined;
    if (effect === undefined) return;
    const { resource } = field;
    const port = parent === undefined ? undefined : field.at('port', 'number').number;
    const target = { host: ruleHost(resource), from: namespaceOf(resource), port };
    const shownMode = written.text === undefined ? 'no mode, which is DISABLE,' : mode;
    const common = { expected: 'no tls block, or ISTIO_MUTUAL', effect };
    const meshed = podsAt(target, cluster).find((pod) => takesMutualTls(pod, target, cluster));
    if (meshed !== undefined) {
      yield written.violation({
        ...common,
        got: `${shownMode} for ${objectLabel(meshed.resource.object)}, which is in the mesh`,
        fix: 'Remove the block; Istio then uses mutual TLS wherever the server has a proxy.',
      });
    } else if (!isSurelyOutside(target, cluster)) {
      const unknown = `nothing among the files shows that ${target.host} is outside the mesh`;
      yield mode === 'DISABLE'
        ? written.violation({
            ...common,
            got: `${shownMode} for ${target.host}, which nothing here shows to be outside the mesh`,
            fix: 'Remove the block; Istio then uses mutual TLS wherever the server has a proxy, and plaintext elsewhere.',
          })
        : notJudged(unknown);
    }
  },
});
