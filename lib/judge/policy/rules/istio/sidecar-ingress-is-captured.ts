import { Field } from '../../../../manifest/field.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { defineRule } from '../../rule.js';

const example = (more: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: web, namespace: apps }
spec: { ingress: [{ port: { number: 9080, name: http, protocol: HTTP }, ${more} }] }
`;

export default defineRule<Field>({
  id: 'istio/sidecar-ingress-is-captured',
  severity: 'warning',
  scope: 'object',
  summary: 'A Sidecar leaves incoming connections to mutual TLS, and the application on the loopback address.',
  rationale:
    'An ingress listener with tls terminates TLS for callers without a mesh identity; captureMode NONE opens the port to anyone who calls the application; and an application on the address of the pod can be reached past the proxy.',
  source: 'https://istio.io/latest/docs/reference/config/networking/sidecar/#IstioIngressListener',
  appliesTo: [SIDECAR],
  passes: example('defaultEndpoint: "127.0.0.1:8080"'),
  fails: example('defaultEndpoint: "0.0.0.0:8080"'),
  about: (resource) => Field.of(resource).at('spec', 'ingress').items,
  *check(listener) {
    const endpoint = listener.at('defaultEndpoint');
    if (/^(?:0\.0\.0\.0|\[::\]):/.test(endpoint.text ?? '')) {
      yield endpoint.violation({
        expected: '127.0.0.1:<port>, or a Unix socket',
        effect: 'The application listens on the address of the pod, where callers can bypass the proxy.',
        fix: 'Let the application listen on 127.0.0.1.',
      });
    }
    const capture = listener.at('captureMode');
    if (capture.text === 'NONE') {
      yield capture.violation({
        expected: 'DEFAULT or IPTABLES',
        effect: 'Connections bypass the proxy, and neither mutual TLS nor authorization applies.',
        fix: 'Remove it.',
      });
    }
    const tls = listener.at('tls');
    if (tls.mapping !== undefined) {
      yield tls.violation({
        got: tls.at('mode').text ?? 'a TLS block',
        expected: 'no tls, so that PeerAuthentication decides',
        effect: 'Callers without a mesh identity are admitted.',
        fix: 'Remove it, or waive this finding if callers outside the mesh are meant.',
      });
    }
  },
});
