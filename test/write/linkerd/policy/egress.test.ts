import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { resolve } from '../../../../lib/manifest/resolve.js';
import { LinkerdEgress } from '../../../../lib/write/linkerd/policy/egress.js';
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
