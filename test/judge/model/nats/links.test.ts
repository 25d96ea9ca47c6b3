import { describe, expect, test } from 'vitest';
import { ClusterIndex } from '../../../../lib/judge/model/cluster-index.js';
import { isClusterName, linksOf } from '../../../../lib/judge/model/nats/links.js';
import { linkExample } from '../../../../lib/judge/policy/examples/nats-link.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const links = (yaml: string) => linksOf(new ClusterIndex(clusterFrom(yaml)));

describe('linksOf', () => {
  test('finds the node port that leads to a listener, and its certificate', () => {
    const { entryPoints, addresses } = links(
      linkExample({ certificateFor: 'dnsNames: [a]', trafficPolicy: 'Local' }).hub,
    );
    expect(addresses).toEqual([]);
    expect(
      entryPoints.map(({ service, path, port, localTraffic, certificate }) => [
        service.object.metadata.name,
        path,
        port,
        localTraffic,
        certificate?.object.metadata.name,
      ]),
    ).toEqual([['nats-leafnodes', 'spec.ports[0]', 30722, true, 'nats-leafnodes']]);
  });

  test('finds both ports of a load balancer, and none of a Service within the cluster', () => {
    const { hub } = linkExample({});
    expect(links(hub.replace('type: NodePort', 'type: LoadBalancer')).entryPoints.map(({ port }) => port)).toEqual([
      30722, 7422,
    ]);
    expect(links(hub.replace('type: NodePort', 'type: ClusterIP')).entryPoints).toEqual([]);
  });

  test('finds the addresses that a leaf dials, without their users', () => {
    const url = (text: string) =>
      links(linkExample({ leafConf: `leafnodes { remotes: [ { url: "${text}" } ] }` }).leaf);
    const dialed = (text: string) => url(text).addresses.map(({ host, port }) => `${host} ${port}`);
    expect(dialed('tls://leaf:swordfish@192.0.2.1:30722')).toEqual(['192.0.2.1 30722']);
    expect(dialed('tls://[2001:db8::1]:30722')).toEqual(['2001:db8::1 30722']);
    expect(dialed('tls://hub.example.org')).toEqual([]);
    const [address] = url('tls://leaf:swordfish@192.0.2.1:30722').addresses;
    expect(address?.node.violation({ expected: '', fix: '' }).got).toBe(
      'leafnodes.remotes[0].url (line 1): tls://192.0.2.1:30722',
    );
  });
});

describe('isClusterName', () => {
  test.each([
    ['nats', true],
    ['nats.nats-system.svc', true],
    ['nats.nats-system.svc.cluster.local', true],
    ['hub.example.org', false],
    ['192.0.2.1', false],
    ['2001:db8::1', false],
    ['svc.example.org', false],
  ])('%s: %s', (host, expected) => {
    expect(isClusterName(host)).toBe(expected);
  });
});
