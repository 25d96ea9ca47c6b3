import { stringAt } from '../../../../manifest/read.js';
import { ruleHost } from '../../../model/istio/destination-rules.js';
import { hostsWithin, isSurelyAbsent, isWildcard } from '../../../model/istio/hosts.js';
import { DESTINATION_RULE } from '../../../model/istio/traffic-kinds.js';
import { namespaceOf } from '../../../model/pods/pod.js';
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

export default defineRule({
  id: 'istio/destination-rule-host-exists',
  severity: 'error',
  scope: 'object',
  summary: 'Every DestinationRule is about a host that the mesh knows.',
  rationale:
    'The rule is compared with the full names of Services and ServiceEntries. Where none fits, its limits, its TLS and its subsets apply to nothing, without a word.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0174/',
  appliesTo: [DESTINATION_RULE],
  passes: example('web'),
  fails: example('web.apps'),
  *check(resource, cluster) {
    const written = stringAt(resource.object, 'spec', 'host');
    const host = ruleHost(resource);
    if (written === undefined || host === '' || hostsWithin(cluster, host, namespaceOf(resource)).length > 0) return;
    // The Services that a wildcard of the cluster is about may be other teams'.
    if (isWildcard(host) ? /\.(local|svc)$/.test(host) || host === '*' : !isSurelyAbsent(cluster, host)) return;
    yield {
      path: 'spec.host',
      got: host === written ? written : `${written}, which stands for ${host}`,
      expected: 'the name of a Service, short or with its namespace and svc.cluster.local; or a host of a ServiceEntry',
      fix: 'Correct the host; a name with dots is taken as it is. As it is, nothing of this rule has an effect: no connection limit, no outlier detection, no TLS setting, no subset.',
    };
  },
});
