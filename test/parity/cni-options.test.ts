import { expect, test } from 'vitest';
import { cniOptions } from '../../lib/parity/cni-options.js';

test('takes from the values of linkerd2-cni what the control plane decides with us', () => {
  const { cni, controlPlane } = cniOptions({
    disableIPv6: false,
    inboundProxyPort: 1,
    outboundProxyPort: 2,
    proxyAdminPort: 3,
    proxyControlPort: 4,
    proxyGID: 5,
    proxyUID: 6,
    enablePSP: true,
    logLevel: 'debug',
  });
  expect(controlPlane).toEqual({
    disableIPv6: false,
    proxy: { ports: { inbound: 1, outbound: 2, admin: 3, control: 4 }, gid: 5, uid: 6 },
  });
  expect(cni).toEqual({ logLevel: 'debug' });
});

test('makes nothing of no values', () => {
  expect(cniOptions({})).toEqual({ cni: {}, controlPlane: {} });
});
