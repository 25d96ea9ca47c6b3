import { expect, test } from 'vitest';
import { evaluateCluster, finishFleet } from '../../../../lib/judge/policy/engine.js';
import { istioRules } from '../../../../lib/judge/policy/rules/istio/all.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';

/** An application whose policies are all accepted by the API server, and leave its canary and its health checks open. */
const weak = `
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: erlmcp, namespace: erlmcp }
spec:
  replicas: 3
  serviceName: erlmcp-headless
  selector: { matchLabels: { app.kubernetes.io/name: erlmcp } }
  template:
    metadata: { labels: { app.kubernetes.io/name: erlmcp } }
    spec: { serviceAccountName: erlmcp, containers: [{ name: erlmcp, ports: [{ name: http, containerPort: 8080 }, { name: dist, containerPort: 9100 }] }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: erlmcp-canary, namespace: erlmcp }
spec:
  selector: { matchLabels: { app: erlmcp } }
  template:
    metadata: { labels: { app: erlmcp, version: v3-1 } }
    spec: { containers: [{ name: erlmcp, ports: [{ name: http, containerPort: 8080 }] }] }
---
apiVersion: v1
kind: Service
metadata: { name: erlmcp-headless, namespace: erlmcp }
spec: { clusterIP: None, selector: { app.kubernetes.io/name: erlmcp }, ports: [{ name: http, port: 8080 }] }
---
apiVersion: security.istio.io/v1beta1
kind: PeerAuthentication
metadata: { name: erlmcp-mtls-strict, namespace: erlmcp }
spec: { selector: { matchLabels: { app.kubernetes.io/name: erlmcp } }, mtls: { mode: STRICT } }
---
apiVersion: security.istio.io/v1beta1
kind: AuthorizationPolicy
metadata: { name: erlmcp-authz, namespace: erlmcp }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: erlmcp } }
  action: ALLOW
  rules:
    - from: [{ source: { principals: [cluster.local/ns/erlmcp/sa/erlmcp], namespaces: [erlmcp] } }]
    - from: [{ source: { principals: [cluster.local/ns/monitoring/sa/prometheus], namespaces: [monitoring] } }]
      to: [{ operation: { ports: ["9090"] } }]
    - to: [{ operation: { paths: [/health, /ready] } }]
---
apiVersion: security.istio.io/v1beta1
kind: RequestAuthentication
metadata: { name: erlmcp-jwt, namespace: erlmcp }
spec:
  selector: { matchLabels: { app.kubernetes.io/name: erlmcp } }
  jwtRules: [{ issuer: "https://auth.example.org", jwksUri: "https://auth.example.org/keys", forwardOriginalToken: true }]
`;

test('rules report what policies that look strict leave open', () => {
  const { findings, crashes } = finishFleet(istioRules, [evaluateCluster(istioRules, clusterFrom(weak))]);
  expect(crashes).toEqual([]);
  expect(findings.map(({ rule, resource, got }) => `${rule} ${objectLabel(resource.object)}: ${got}`)).toEqual([
    'istio/proxy-limits-are-set StatefulSet erlmcp/erlmcp: no resources for the sidecar in these files',
    'istio/stateful-peers-can-call-each-other StatefulSet erlmcp/erlmcp: 9100, which no Service has, not even the headless Service erlmcp/erlmcp-headless',
    'istio/workloads-are-authorized Deployment erlmcp/erlmcp-canary: any caller, even in plaintext because no PeerAuthentication sets a mode, and the default is PERMISSIVE, may reach erlmcp-canary:8080, because no AuthorizationPolicy that allows callers selects it',
    'istio/workloads-have-an-mtls-mode Deployment erlmcp/erlmcp-canary: connections to erlmcp-canary:8080 may be plaintext, because no PeerAuthentication sets a mode, and the default is PERMISSIVE',
    'istio/proxy-limits-are-set Deployment erlmcp/erlmcp-canary: no resources for the sidecar in these files',
    'istio/policy-ports-are-container-ports AuthorizationPolicy erlmcp/erlmcp-authz: 9090, which no selected pod listens on',
    'istio/rules-name-their-callers AuthorizationPolicy erlmcp/erlmcp-authz: anyone may call erlmcp, because the rule has no from, for what its to names, at any port',
    'istio/tokens-are-required RequestAuthentication erlmcp/erlmcp-jwt: erlmcp serves callers without a token, because nothing there requires one',
    'istio/jwt-rules-name-audiences RequestAuthentication erlmcp/erlmcp-jwt: none, for issuer https://auth.example.org',
  ]);
});
