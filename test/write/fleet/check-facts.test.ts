import { describe, expect, test } from 'vitest';
import { InvalidInput } from '../../../lib/diagnostic.js';
import { publishFact } from '../../../lib/write/fleet/facts.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';
import { props } from './one-cluster.js';

describe('cross-cluster checks', () => {
  const fleetStating = (...facts: Parameters<typeof publishFact>[1][]) => {
    const fleet = new Fleet('fleet');
    facts.forEach((fact, index) => {
      fleet
        .addCluster(`c${index}`, { ...props, nodeAddresses: [`192.0.2.${index + 1}`] })
        .add('x', (chart) => publishFact(chart, fact));
    });
    return refusal(() => filesOf(fleet));
  };
  const exposed = {
    kind: 'exposed',
    cluster: 'c0',
    nodePort: 30722,
    certifiedFor: ['192.0.2.1'],
    by: "NatsBroker 'c0/b'",
  } as const;
  const dialed = { kind: 'dialed', cluster: 'c0', address: '192.0.2.1', port: 30722, by: "NatsLeaf 'c1/l'" } as const;

  test('accepts what is dialed where it is exposed and certified', () => {
    expect(fleetStating(exposed, dialed)).toEqual([]);
  });

  test('fails where a dialed port is not exposed', () => {
    expect(fleetStating(exposed, { ...dialed, port: 30723 })).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.1:30723 in cluster 'c0', expected port 30722. Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
    ]);
    expect(fleetStating(dialed)).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.1:30722 in cluster 'c0', expected a port that the cluster exposes; it exposes none. Add the broker to that cluster of the fleet, with a leafnode listener, or correct the leaf's hub.",
    ]);
  });

  test('fails where the certificate does not name the dialed address', () => {
    expect(fleetStating(exposed, { ...dialed, address: '192.0.2.9' })).toEqual([
      "NatsLeaf 'c1/l': remote is 192.0.2.9:30722 in cluster 'c0', expected an address that the certificate of NatsBroker 'c0/b' names: 192.0.2.1. Add the address to the broker cluster's nodeAddresses, or dial one of the named addresses.",
    ]);
  });

  test('holds nothing that is dialed against a cluster of which a component failed', () => {
    const fleet = new Fleet('fleet');
    fleet.addCluster('c0', props).add('broker', () => {
      throw new InvalidInput([{ where: 'NatsBroker', got: 'x', expected: 'y', fix: 'Do z.' }]);
    });
    fleet
      .addCluster('c1', { ...props, nodeAddresses: ['192.0.2.2'] })
      .add('leaf', (chart) => publishFact(chart, dialed));
    expect(refusal(() => filesOf(fleet))).toEqual(['NatsBroker is x, expected y. Do z.']);
  });

  test('fails where a value that must be unique is stated twice', () => {
    const domain = { kind: 'unique', of: 'JetStream domain', value: 'hub' } as const;
    expect(fleetStating({ ...domain, by: "A 'c0'" }, { ...domain, by: "B 'c1'" })).toEqual([
      "B 'c1': JetStream domain is 'hub', as in A 'c0', expected a value that is unique within the fleet. Change one of the two.",
    ]);
    expect(fleetStating({ ...domain, by: "A 'c0'" }, { ...domain, of: 'server name prefix', by: "B 'c1'" })).toEqual(
      [],
    );
  });

  test('fails where trust domains or roots differ, or a root cannot be shared', () => {
    const trust = { kind: 'trust', trustDomain: 'a.example', anchors: ['aa', 'bb'], ownRoot: false } as const;
    const first = { ...trust, cluster: 'c0', by: "TrustHierarchy 'c0'" };
    const second = { ...trust, cluster: 'c1', by: "TrustHierarchy 'c1'" };
    expect(fleetStating(first, { ...second, anchors: ['bb', 'cc'] })).toEqual([]);
    expect(fleetStating(first, { ...second, trustDomain: 'b.example', anchors: ['cc'] })).toEqual([
      "TrustHierarchy 'c1': roots is no root that TrustHierarchy 'c0' also trusts, expected a trust root common to all clusters of fleet 'fleet'. Use the same roots in both; during a rotation, the old and the new one.",
      "TrustHierarchy 'c1': trustDomain is 'b.example', and 'a.example' in TrustHierarchy 'c0', expected one trust domain for all clusters of fleet 'fleet'. Use the same trustDomain in both.",
    ]);
    expect(fleetStating({ ...first, ownRoot: true, anchors: [] }, second)).toEqual([
      "TrustHierarchy 'c0': root is self-signed in a fleet of 2 clusters, expected a root that all clusters share. Use an offline root, or an issuer: a self-signed root is known only in its own cluster.",
    ]);
    expect(fleetStating({ ...first, ownRoot: true, anchors: [] })).toEqual([]);
  });
});
