import { describe, expect, test } from 'vitest';
import { at, find } from '../../support/synth.js';
import { type BrokerChanges, down, natsConf, objectsWith, refusalOf } from './broker-fleet.js';

describe('leaves of NatsBroker', () => {
  test('exposes only the leafnode port, and preserves the client address', () => {
    const objects = objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } }));
    const exposed = objects.filter((object) => at(object, 'spec.type') === 'NodePort');
    expect(exposed.map((object) => at(object, 'spec'))).toEqual([
      {
        type: 'NodePort',
        externalTrafficPolicy: 'Local',
        selector: { app: 'nats-broker' },
        ports: [
          {
            name: 'leafnodes',
            appProtocol: 'tcp',
            port: 7422,
            nodePort: 30722,
            protocol: 'TCP',
            targetPort: 'leafnodes',
          },
        ],
      },
    ]);
  });

  test('admits leaves by their network, to the network and to the mesh', () => {
    const objects = objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } }));
    expect(at(find(objects, 'NetworkPolicy', 'nats-broker'), 'spec.ingress')).toEqual([
      { from: [{ ipBlock: { cidr: '198.51.100.7/32' } }], ports: [{ port: 7422, protocol: 'TCP' }] },
    ]);
    expect(at(find(objects, 'NetworkAuthentication', 'nats-broker-leafnodes-networks'), 'spec.networks')).toEqual([
      { cidr: '198.51.100.7/32' },
    ]);
  });

  test('asks a leaf for a certificate, TLS first, and for a key of its own', () => {
    const text = natsConf(
      objectsWith((_, edge) => ({ leafnodes: { leaves: [{ cluster: edge, permissions: down }] } })),
    );
    expect(text).toMatch(/leafnodes \{[\s\S]*verify: true\n\s+handshake_first: true/);
    expect(text).toContain('nkey: $LEAF_EDGE_NKEY');
    expect(text).toMatch(/LEAFNODE/);
  });

  test('authenticates a leaf by a password on request, and stores only its hash', () => {
    const text = natsConf(
      objectsWith((_, edge) => ({
        leafnodes: { leaves: [{ cluster: edge, authentication: 'password', permissions: down }] },
      })),
    );
    expect(text).toContain('user: leaf-edge\n');
    expect(text).toContain('password: $LEAF_EDGE_PASSWORD');
  });

  test.each<[string, BrokerChanges, string]>([
    [
      'a NodePort out of range',
      (_, edge) => ({ leafnodes: { nodePort: 7422, leaves: [{ cluster: edge, permissions: down }] } }),
      "NatsBroker 'hub/nats-broker': leafnodes.nodePort is 7422, expected an integer from 30000 to 32767. Correct it, or remove it to use the default.",
    ],
    [
      'a listener without leaves',
      () => ({ leafnodes: { leaves: [] } }),
      "NatsBroker 'hub/nats-broker': leafnodes.leaves is an empty list, expected at least one leaf cluster. Name the clusters that may link, or remove leafnodes.",
    ],
    [
      'one leaf twice',
      (_, edge) => ({
        leafnodes: {
          leaves: [
            { cluster: edge, permissions: down },
            { cluster: edge, permissions: down },
          ],
        },
      }),
      "NatsBroker 'hub/nats-broker': leafnodes.leaves is the cluster 'edge' twice, expected each leaf cluster once. Remove one of the two.",
    ],
    [
      'a server that lets leaves in',
      () => ({ version: '2.11.9' }),
      "NatsBroker 'hub/nats-broker': version is '2.11.9', expected a release of 2.12 or 2.14 or 2.15, such as 2.15.3. Servers before 2.12 admit a leaf without credentials. Use 2.15.3.",
    ],
  ])('fails on %s', (_, changes, message) => {
    expect(refusalOf(changes)).toContain(message);
  });
});
