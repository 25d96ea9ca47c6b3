import { Field } from '../../../../manifest/field.js';
import type { Resource } from '../../../../manifest/resource.js';
import { ruleHost } from '../../../model/istio/destination-rules.js';
import { hostsWithin, isWildcard, whyUnknown } from '../../../model/istio/hosts.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const example = (host: string) => `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: apps }
spec: { host: ${host}, trafficPolicy: { tls: { mode: ISTIO_MUTUAL } } }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web }, ports: [{ name: http, port: 80 }] }
`;

export default defineRule<Resource>({
  id: 'istio/destination-rule-host-exists',
  severity: 'error',
  scope: 'object',
  summary: 'The host of every DestinationRule is one that the mesh knows.',
  rationale:
    'The host is compared with the full names of Services and ServiceEntries. If none matches, the limits, TLS settings and subsets of the rule apply to nothing, and nothing reports it.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0174/',
  appliesTo: [DESTINATION_RULE],
  reads: [...POD_KINDS, 'Service', 'networking.istio.io/ServiceEntry'],
  passes: example('web'),
  fails: example('web.apps'),
  about: (resource) => (Field.of(resource).at('spec', 'host').text === undefined ? [] : [resource]),
  *check(resource, cluster) {
    const field = Field.of(resource).at('spec', 'host');
    const host = ruleHost(resource);
    if (hostsWithin(cluster, host, namespaceOf(resource)).length > 0) return;
    const unknown = isWildcard(host) ? whyWildcardUnknown(host) : whyUnknown(cluster, host);
    if (unknown !== undefined) {
      yield notJudged(unknown);
      return;
    }
    yield field.violation({
      got: host === field.text ? host : `${field.shown}, which means ${host}`,
      expected: 'the name of a Service, short or with its namespace and svc.cluster.local, or a host of a ServiceEntry',
      effect:
        'Nothing in this rule has an effect: no connection limit, no outlier detection, no TLS setting, no subset.',
      fix: 'Correct the host. A name with dots is not completed.',
    });
  },
});

function whyWildcardUnknown(host: string): string | undefined {
  return host === '*' || /\.(local|svc)$/.test(host)
    ? `${host} may match Services that are not among the files`
    : undefined;
}
