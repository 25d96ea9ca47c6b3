import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../../../lib/diagnostic.js';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { Cluster } from '../../../../lib/write/fleet/cluster.js';
import type { GatewayApi } from '../../../../lib/write/fleet/mesh.js';
import { checkEgress, LinkerdEgress } from '../../../../lib/write/linkerd/policy/egress.js';
import type { ExternalHost } from '../../../../lib/write/workload/intents/egress.js';
import { application, service } from '../../../support/linkerd-application.js';
import { resolvedFirst } from '../../../support/resolved.js';
import { at, find } from '../../../support/synth.js';

function build(egress: readonly ExternalHost[]) {
  const app = new App();
  const chart = new Chart(app, 'chart', { disableResourceNameHashes: true });
  new LinkerdEgress(chart, 'egress', resolvedFirst(application([service({ egress })])));
  return resolve(app).objects.map(({ object }) => object);
}

const PARENT = { group: 'policy.linkerd.io', kind: 'EgressNetwork', name: 'egress' };

describe('LinkerdEgress', () => {
  test('refuses everything that leaves a namespace where nothing is stated', () => {
    const objects = build([]);
    expect(objects).toHaveLength(1);
    expect(at(find(objects, 'EgressNetwork', 'egress'), 'spec')).toEqual({ trafficPolicy: 'Deny' });
  });

  test('lets out TLS to a host by its name', () => {
    const objects = build([{ host: 'api.example.com', port: 443, protocol: 'tls' }]);
    expect(at(find(objects, 'TLSRoute', 'api.example.com-443'), 'spec')).toEqual({
      parentRefs: [{ ...PARENT, port: 443 }],
      hostnames: ['api.example.com'],
      rules: [{ backendRefs: [{ ...PARENT, port: 443 }] }],
    });
  });

  test('lets out bytes by their port, once for all hosts', () => {
    const objects = build([
      { host: 'a.example.com', port: 5432, protocol: 'tcp' },
      { host: 'b.example.com', port: 5432, protocol: 'tcp' },
    ]);
    expect(objects.filter(({ kind }) => kind === 'TCPRoute').map(({ metadata }) => metadata.name)).toEqual([
      'tcp-5432',
    ]);
    expect(at(find(objects, 'TCPRoute', 'tcp-5432'), 'spec.parentRefs')).toEqual([{ ...PARENT, port: 5432 }]);
  });
});

describe('the channel of the Gateway API', () => {
  const problems = (gatewayApi: GatewayApi, egress: readonly ExternalHost[]) => {
    const cluster = new Cluster('hub', {
      kubernetesVersion: '1.33',
      mesh: { kind: 'linkerd', version: '2.20', cni: true, gatewayApi },
      nodeAddresses: ['192.0.2.10'],
      podCidrs: ['10.42.0.0/16'],
      serviceCidrs: ['10.43.0.0/16'],
    });
    const resolved = resolvedFirst(application([service({ egress })], { cluster }));
    return checkEgress(resolved.application, {}).map(formatDiagnostic);
  };
  const host: ExternalHost = { host: 'api.example.com', port: 443, protocol: 'tls' };

  test('must be the experimental one if hosts outside are reached', () => {
    expect(problems({ release: '1.5.1' }, [host])).toEqual([
      "Cluster 'hub': mesh.gatewayApi.channel is standard, but the external host 'api.example.com' needs a TLSRoute or a TCPRoute, expected experimental: only that channel has the version v1alpha2 of both, which Linkerd reads. Install the experimental channel of the Gateway API 1.5.1, and set it here, or remove the egress of the services.",
    ]);
    expect(problems({ release: '1.5.1', channel: 'experimental' }, [host])).toEqual([]);
    expect(problems({ release: '1.5.1' }, [])).toEqual([]);
  });
});
