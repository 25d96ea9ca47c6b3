import { describe, expect, test } from 'vitest';
import { effect } from './control-plane.js';

const SECURITY = 'all: [linkerd-init].securityContext';
const AS_ROOT = [
  `${SECURITY}.runAsGroup: 65534 -> 0`,
  `${SECURITY}.runAsNonRoot: true -> false`,
  `${SECURITY}.runAsUser: 65534 -> 0`,
];
const PRIVILEGED = [`${SECURITY}.allowPrivilegeEscalation: false -> true`, `${SECURITY}.privileged: false -> true`];
const changed = (proxyInit: object) => effect({ values: { proxyInit } });

describe('the init container of the controllers', () => {
  test('runs as root, or privileged, with the options set', () => {
    expect(changed({ runAsRoot: true })).toEqual(AS_ROOT);
    expect(changed({ privileged: true })).toEqual(PRIVILEGED);
    expect(changed({ runAsUser: 7, runAsGroup: 8 })).toEqual([
      `${SECURITY}.runAsGroup: 65534 -> 8`,
      `${SECURITY}.runAsUser: 65534 -> 7`,
    ]);
    expect(changed({ capabilities: { add: ['SYS_MODULE'], drop: ['KILL'] } })).toEqual([
      `${SECURITY}.capabilities.add: + SYS_MODULE`,
      `${SECURITY}.capabilities.drop: + ["KILL"]`,
    ]);
  });

  test('sets the close-wait timeout only as privileged root', () => {
    expect(changed({ runAsRoot: true, closeWaitTimeoutSecs: 30 }).sort()).toEqual(
      [
        'all: [linkerd-init].args: + --timeout-close-wait-secs',
        'all: [linkerd-init].args: + 30',
        ...AS_ROOT,
        ...PRIVILEGED,
      ].sort(),
    );
  });

  test('gets the ports to ignore', () => {
    expect(changed({ ignoreInboundPorts: '9000' })).toEqual([
      'all: [linkerd-init].args: - 4190,4191,4567,4568',
      'all: [linkerd-init].args: + 4190,4191,9000',
    ]);
    expect(changed({ ignoreInboundPorts: '' })).toContain('all: [linkerd-init].args: + 4190,4191');
    expect(changed({ skipSubnets: '10.9.0.0/16' })).toEqual([
      'all: [linkerd-init].args: + --subnets-to-ignore',
      'all: [linkerd-init].args: + 10.9.0.0/16',
    ]);
    expect(changed({ ignoreOutboundPorts: '9000' })).toEqual([]);
  });

  test('uses the old iptables, and logs, as stated', () => {
    expect(changed({ iptablesMode: 'legacy' })).toEqual([
      'all: [linkerd-init].args: - --firewall-bin-path',
      'all: [linkerd-init].args: - iptables-nft',
      'all: [linkerd-init].args: - --firewall-save-bin-path',
      'all: [linkerd-init].args: - iptables-nft-save',
    ]);
    expect(changed({ logFormat: 'json', logLevel: 'debug' })).toEqual([
      'all: [linkerd-init].args: + --log-format',
      'all: [linkerd-init].args: + json',
      'all: [linkerd-init].args: + --log-level',
      'all: [linkerd-init].args: + debug',
    ]);
  });

  test('lets the controllers past the proxy to the API server, whose ports the network opens too', () => {
    const lines = changed({ kubeAPIServerPorts: '6443-6445' });
    expect(lines.filter((line) => line.startsWith('all: '))).toEqual([
      'all: [linkerd-init].args: - 443,6443',
      'all: [linkerd-init].args: + 6443-6445',
    ]);
    const opened = lines.filter((line) => line.includes('spec.egress: + '));
    expect(opened.map((line) => line.includes('"endPort":6445,"port":6443'))).toEqual([true, true, true]);
    expect(changed({ kubeAPIServerPorts: '' })).toEqual([
      'all: [linkerd-init].args: - --outbound-ports-to-ignore',
      'all: [linkerd-init].args: - 443,6443',
    ]);
  });
});
