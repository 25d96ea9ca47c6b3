import { at } from '../../../../manifest/field-path.js';
import { objectLabel } from '../../../../manifest/object.js';
import { numberAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { policiesOf, ruleHost } from '../../../model/istio/destination-rules.js';
import { isSurelyOutside, podsAt, takesMutualTls } from '../../../model/istio/mesh-membership.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
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

const EFFECTS: Readonly<Record<string, string>> = {
  DISABLE:
    'requests travel in plaintext, for all to read, and without the identity of the caller; where the server is STRICT they are refused with 503',
  SIMPLE:
    'callers begin a TLS session of their own, without their identity; where the server is STRICT they are refused with 503',
  MUTUAL:
    'callers show certificates of their own instead of the identity of the mesh, which authorization does not know; where the server is STRICT they are refused with 503',
};

export default defineRule({
  id: 'istio/mesh-traffic-uses-mutual-tls',
  severity: 'error',
  scope: 'object',
  summary: 'No DestinationRule takes mutual TLS off the way to pods in the mesh, nor to a host that may be there.',
  rationale:
    'A tls block replaces automatic mutual TLS. DISABLE sends plaintext, whatever the server could do: it is for hosts that are known to be outside of the mesh. SIMPLE and MUTUAL are for these too. Servers that demand mutual TLS refuse all three.',
  source: 'https://istio.io/latest/docs/reference/config/networking/destination-rule/#ClientTLSSettings-TLSmode',
  appliesTo: [DESTINATION_RULE],
  passes: example('ISTIO_MUTUAL'),
  fails: example('DISABLE'),
  *check(resource, cluster) {
    for (const { path, policy, parent } of policiesOf(resource)) {
      const tls = objectAt(policy, 'tls');
      // A block without a mode is not one that changes nothing.
      const mode = tls === undefined ? '' : (stringAt(tls, 'mode') ?? 'DISABLE');
      const effect = Object.hasOwn(EFFECTS, mode) ? EFFECTS[mode] : undefined;
      if (effect === undefined) continue;
      const port = parent === undefined ? undefined : numberAt(policy, 'port', 'number');
      const target = { host: ruleHost(resource), from: namespaceOf(resource), port };
      const shownMode = stringAt(tls, 'mode') === undefined ? 'no mode, which is DISABLE,' : mode;
      const meshed = podsAt(target, cluster).find((pod) => takesMutualTls(pod, target, cluster));
      if (meshed === undefined && (mode !== 'DISABLE' || isSurelyOutside(target, cluster))) continue;
      yield {
        path: at(path, 'tls', 'mode'),
        got:
          meshed === undefined
            ? `${shownMode} toward ${target.host}, which nothing here shows to be outside of the mesh`
            : `${shownMode} toward ${objectLabel(meshed.resource.object)}, which is in the mesh`,
        expected: 'no tls block, or ISTIO_MUTUAL',
        fix: `Remove the block; Istio then uses mutual TLS wherever the server has a proxy${meshed === undefined ? ', and plain text elsewhere' : ''}. As it is, ${effect}.`,
      };
    }
  },
});
