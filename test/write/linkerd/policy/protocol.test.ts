import { describe, expect, test } from 'vitest';
import { linkerdAppProtocol, opaquePortsOf, serverProtocol } from '../../../../lib/write/linkerd/policy/protocol.js';
import type { AppProtocol } from '../../../../lib/write/workload/port.js';
import { workload } from '../../../support/linkerd-application.js';

const port = (appProtocol: AppProtocol) => ({ name: 'p', port: 8080, appProtocol });

describe('linkerdAppProtocol', () => {
  test.each([
    ['http', 'http'],
    ['http2', 'kubernetes.io/h2c'],
    ['grpc', 'kubernetes.io/h2c'],
    ['tcp', 'linkerd.io/opaque'],
    ['tls', 'linkerd.io/opaque'],
  ] as const)('says %s in the words that Linkerd reads: %s', (spoken, said) => {
    expect(linkerdAppProtocol(port(spoken))).toBe(said);
  });
});

describe('serverProtocol', () => {
  test('treats gRPC as HTTP/2, so that the proxy sees single requests', () => {
    expect(serverProtocol(port('grpc'))).toBe('HTTP/2');
  });
});

describe('opaquePortsOf', () => {
  test('numbers ports as pods and as Services do', () => {
    const own = workload('db', { ports: [{ name: 'sql', port: 5432, servicePort: 15_432, appProtocol: 'tcp' }] });
    expect(opaquePortsOf(own, 'pods')).toEqual({ 'config.linkerd.io/opaque-ports': '5432' });
    expect(opaquePortsOf(own, 'services')).toEqual({ 'config.linkerd.io/opaque-ports': '15432' });
  });
});
