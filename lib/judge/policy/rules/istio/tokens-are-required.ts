import { listed } from '../../../../manifest/listed.js';
import { listAt } from '../../../../manifest/read.js';
import { accessTo } from '../../../model/istio/authorization.js';
import { isInMesh } from '../../../model/istio/injection.js';
import { inboundPorts } from '../../../model/istio/protocols.js';
import { podsSelectedBy, REQUEST_AUTHENTICATION } from '../../../model/istio/selectors.js';
import { demandsTokens } from '../../../model/istio/tokens.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/tokens-are-required',
  severity: 'error',
  scope: 'object',
  summary: 'Where a RequestAuthentication checks tokens, an AuthorizationPolicy demands them.',
  rationale: 'A RequestAuthentication refuses tokens that are not valid, and lets requests without any token through.',
  source: 'https://istio.io/latest/docs/reference/config/security/request_authentication/',
  appliesTo: [REQUEST_AUTHENTICATION],
  passes: example('requestPrincipals: ["https://login.example.org/*"]'),
  fails: example('principals: [cluster.local/ns/edge/sa/gateway]'),
  *check(resource, cluster) {
    if (listAt(resource.object, 'spec', 'jwtRules').length === 0) return;
    const bare = podsSelectedBy(resource, cluster).filter((pod) => {
      if (!isInMesh(pod, cluster) || demandsTokens(pod, cluster)) return false;
      const ports = inboundPorts(pod, cluster);
      return ports.length === 0 || ports.some((port) => accessTo(pod, port, cluster).reach !== 'nobody');
    });
    if (bare.length === 0) return;
    const names = [...new Set(bare.map((pod) => pod.resource.object.metadata.name))].sort();
    yield {
      path: 'spec.jwtRules',
      got: `${listed(names)} served without a token, because no AuthorizationPolicy there asks for requestPrincipals`,
      expected: 'a DENY rule for notRequestPrincipals ["*"], or requestPrincipals in the ALLOW rules',
      fix: 'Add one of them: as it stands callers whom the other policies let in leave the token out, and are served.',
    };
  },
});

function example(source: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, labels: { istio-injection: enabled } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, ports: [{ containerPort: 8080 }] }] }
---
apiVersion: security.istio.io/v1
kind: RequestAuthentication
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  jwtRules: [{ issuer: "https://login.example.org", jwksUri: "https://login.example.org/keys", audiences: [web] }]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  selector: { matchLabels: { app: web } }
  rules: [{ from: [{ source: { ${source} } }] }]
`;
}
