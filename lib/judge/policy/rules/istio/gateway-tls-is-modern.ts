import { GATEWAY } from '../../../model/istio/traffic-kinds.js';
import { fieldRule } from '../../declared/field-rule.js';

const example = (version: string) => `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: web, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 443, name: https, protocol: HTTPS }, hosts: [web.example.org], tls: { mode: SIMPLE, credentialName: web, minProtocolVersion: ${version} } }] }
`;

const EFFECTS = {
  minProtocolVersion: 'Callers can be made to use a broken version.',
  maxProtocolVersion: 'Callers get no safe version.',
};

export default fieldRule({
  id: 'istio/gateway-tls-is-modern',
  severity: 'error',
  summary: 'Every server of a Gateway requires TLS 1.2 or newer.',
  rationale: 'TLS 1.0 and 1.1 are broken and withdrawn: an attacker on the network can make both sides use them.',
  source: 'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings-TLSProtocol',
  appliesTo: [GATEWAY],
  passes: example('TLSV1_2'),
  fails: example('TLSV1_0'),
  of: 'object',
  states: Object.entries(EFFECTS).flatMap(([name, effect]) =>
    ['TLSV1_0', 'TLSV1_1'].map((old) => ({
      field: `spec.servers[*].tls.${name}`,
      must: { notEqual: old },
      expected: 'TLSV1_2, TLSV1_3, or nothing, which is TLSV1_2',
      effect,
      fix: 'Raise it, or remove it.',
    })),
  ),
});
