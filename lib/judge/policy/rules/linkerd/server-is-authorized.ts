import { Field } from '../../../../manifest/field.js';
import { policiesOfRoute, policiesOfServer, serverAuthorizationsOf } from '../../../model/linkerd/authorization.js';
import { routesOfServer } from '../../../model/linkerd/routes.js';
import { SERVER, serverOf } from '../../../model/linkerd/server.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/server-is-authorized',
  severity: 'error',
  scope: 'object',
  summary: 'Every Server has a policy that admits someone.',
  rationale:
    'A Server replaces the default inbound policy for its port and denies by default. Without an authorization it closes the port to everything except HTTP probes.',
  source: 'https://linkerd.io/2-edge/reference/authorization-policy/#server',
  appliesTo: [SERVER],
  reads: [
    'gateway.networking.k8s.io/GRPCRoute',
    'gateway.networking.k8s.io/HTTPRoute',
    'policy.linkerd.io/AuthorizationPolicy',
    'policy.linkerd.io/HTTPRoute',
    'policy.linkerd.io/ServerAuthorization',
  ],
  passes: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080 }
---
apiVersion: policy.linkerd.io/v1alpha1
kind: AuthorizationPolicy
metadata: { name: web, namespace: apps }
spec:
  targetRef: { group: policy.linkerd.io, kind: Server, name: web }
  requiredAuthenticationRefs: [{ kind: ServiceAccount, name: gateway }]
`,
  fails: `
apiVersion: policy.linkerd.io/v1beta3
kind: Server
metadata: { name: web, namespace: apps }
spec: { podSelector: {}, port: 8080 }
`,
  about: (resource) => {
    const server = serverOf(resource);
    return server?.accessPolicy === 'deny' ? [server] : [];
  },
  *check(server, cluster) {
    const policies = [
      ...policiesOfServer(server, cluster),
      ...serverAuthorizationsOf(server, cluster),
      ...routesOfServer(server, cluster).flatMap((route) => policiesOfRoute(route, cluster)),
    ];
    if (policies.length > 0) return;
    yield Field.of(server.resource).at('metadata', 'name').violation({
      got: 'a Server that no policy targets',
      expected: 'an AuthorizationPolicy that names who may connect',
      effect: 'Every connection except an HTTP probe is refused.',
      fix: 'Add one, or remove the Server if the default inbound policy should apply.',
    });
  },
});
