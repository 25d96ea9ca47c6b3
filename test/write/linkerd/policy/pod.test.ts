import { describe, expect, test } from 'vitest';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import { linkerdPod } from '../../../../lib/write/linkerd/policy/pod.js';
import type { WorkloadPort } from '../../../../lib/write/workload/port.js';
import { application, service } from '../../../support/linkerd-application.js';

const ports = (...own: readonly [number, WorkloadPort['appProtocol']][]) => ({
  ports: own.map(([port, appProtocol], index) => ({ name: `p${index}`, port, appProtocol })),
});

const annotations = (wanted = service()) => linkerdPod(wanted, application([wanted])).annotations;

describe('linkerdPod', () => {
  test('asks for a proxy as a native sidecar, with limits, that lets nothing in by itself', () => {
    expect(annotations()).toEqual({
      'linkerd.io/inject': 'enabled',
      'config.linkerd.io/proxy-enable-native-sidecar': 'true',
      'config.linkerd.io/default-inbound-policy': 'deny',
      'config.linkerd.io/proxy-cpu-request': '100m',
      'config.linkerd.io/proxy-cpu-limit': '1',
      'config.linkerd.io/proxy-memory-request': '128Mi',
      'config.linkerd.io/proxy-memory-limit': '512Mi',
    });
  });

  test('takes the resources that the workload states', () => {
    const proxyResources = { cpu: { request: '10m', limit: '20m' }, memory: { request: '1Mi', limit: '2Mi' } };
    expect(annotations(service({}, { proxyResources }))).toMatchObject({
      'config.linkerd.io/proxy-cpu-request': '10m',
      'config.linkerd.io/proxy-memory-limit': '2Mi',
    });
  });

  test('has the proxy read none of the ports of tcp and tls', () => {
    const wanted = service({ callers: 'nobody' }, ports([8080, 'http'], [6222, 'tcp'], [4222, 'tls']));
    expect(annotations(wanted)['config.linkerd.io/opaque-ports']).toBe('4222,6222');
  });

  test('has the proxy read a port that Linkerd would take for opaque', () => {
    const wanted = service({ callers: 'nobody' }, ports([9300, 'http']));
    expect(annotations(wanted)['config.linkerd.io/opaque-ports']).toBe('25,587,3306,4444,5432,6379,11211');
  });

  test('says nothing in a cluster without Linkerd', () => {
    const cluster = new Cluster('bare', {
      kubernetesVersion: '1.34',
      nodeAddresses: ['192.0.2.1'],
      podCidrs: ['10.42.0.0/16'],
      serviceCidrs: ['10.43.0.0/16'],
    });
    expect(linkerdPod(service(), application([service()], { cluster }))).toEqual({ labels: {}, annotations: {} });
  });
});
