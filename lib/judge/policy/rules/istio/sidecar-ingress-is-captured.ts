import { at } from '../../../../manifest/field-path.js';
import { listAt, objectAt, stringAt } from '../../../../manifest/read.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: web, namespace: apps }
spec: { ingress: [{ port: { number: 9080, name: http, protocol: HTTP }, ${more} }] }
`;

export default defineRule({
  id: 'istio/sidecar-ingress-is-captured',
  severity: 'warning',
  scope: 'object',
  summary: 'A Sidecar leaves what comes in to mutual TLS and to the loopback address.',
  rationale:
    'An ingress listener with tls ends TLS for callers without an identity of the mesh; captureMode NONE leaves the port to whoever calls the application; and what listens on the address of the pod is reached past the proxy.',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener',
  appliesTo: [SIDECAR],
  passes: example('defaultEndpoint: "127.0.0.1:8080"'),
  fails: example('defaultEndpoint: "0.0.0.0:8080"'),
  *check(resource) {
    for (const [index, listener] of listAt(resource.object, 'spec', 'ingress').entries()) {
      const path = at('spec', 'ingress', index);
      const endpoint = stringAt(listener, 'defaultEndpoint') ?? '';
      if (endpoint.startsWith('0.0.0.0:') || endpoint.startsWith('[::]:')) {
        yield {
          path: at(path, 'defaultEndpoint'),
          got: endpoint,
          expected: '127.0.0.1:<port>, or a Unix socket',
          fix: 'Let the application listen on 127.0.0.1; as it is, it listens on the address of the pod, where it may be reached past the proxy.',
        };
      }
      if (stringAt(listener, 'captureMode') === 'NONE') {
        yield {
          path: at(path, 'captureMode'),
          got: 'NONE',
          expected: 'DEFAULT or IPTABLES',
          fix: 'Remove it; as it is, connections are not led through the proxy, and neither mutual TLS nor authorization holds.',
        };
      }
      if (objectAt(listener, 'tls') !== undefined) {
        yield {
          path: at(path, 'tls'),
          got: stringAt(listener, 'tls', 'mode') ?? 'a TLS block',
          expected: 'no tls, so that PeerAuthentication decides',
          fix: 'Remove it, or allow it on purpose for callers outside of the mesh; as it is, callers without an identity of the mesh get in.',
        };
      }
    }
  },
});
