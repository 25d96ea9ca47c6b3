import { expect, test } from 'vitest';
import { formatDiagnostic } from '../../../lib/diagnostic.js';
import { checkLink } from '../../../lib/write/nats/check-link.js';
import { leafSettings } from '../../../lib/write/nats/leaf-settings.js';
import type { Permissions } from '../../../lib/write/nats/server-config/account.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';

const network = {
  kubernetesVersion: '1.33',
  nodeAddresses: ['192.0.2.1'],
  podCidrs: ['10.42.0.0/16'],
  serviceCidrs: ['10.43.0.0/16'],
} as const;
const secrets = { kind: 'credentials' } as const;

function faults(permissions: Permissions, version: string): string[] {
  const fleet = new Fleet('fleet');
  const [center, cluster] = [fleet.addCluster('hub', network), fleet.addCluster('edge', network)];
  const peer = { cluster, permissions };
  const hub = { cluster: center, secrets, version, leafnodes: { leaves: [peer] } };
  return checkLink(leafSettings({ cluster, hub, secrets, version }), peer).map(formatDiagnostic);
}

const held: Permissions = { publish: { allow: ['up.>'] }, subscribe: { deny: ['down', 'up.held'] } };

test.each(['2.12.14', '2.14.4', '2.14.9', '2.15.2'])('a leaf of %s must not be denied what it publishes', (version) => {
  expect(faults(held, version)).toEqual([
    `NatsLeaf 'edge/nats-leaf': link: permissions.subscribe.deny[1] is 'up.held', and the leaf may publish such subjects, expected subjects that the leaf does not publish. A leaf of ${version} does not send its hub what it may not receive. List in subscribe.allow what the leaf may receive, or use 2.14.10 or 2.15.3.`,
  ]);
});

test.each(['2.12.12', '2.14.2', '2.14.10', '2.15.3'])('a leaf of %s may be denied what it publishes', (version) => {
  expect(faults(held, version)).toEqual([]);
});

test('a leaf that publishes nothing may be denied everything', () => {
  expect(faults({ publish: { deny: ['>'] }, subscribe: { deny: ['>'] } }, '2.14.7')).toEqual([]);
  expect(faults({ subscribe: { deny: ['>'] } }, '2.14.7')).toHaveLength(1);
});

const request = '$JS.hub.API.CONSUMER.MSG.NEXT.A.b';

test.each(['2.14.10', '2.15.3'])('a leaf that reads from a hub of %s must be allowed to acknowledge', (version) => {
  expect(faults({ publish: { allow: ['up', request] } }, version)).toEqual([
    `NatsLeaf 'edge/nats-leaf': link: permissions.publish.allow[1] is '${request}' without '$JS.ACK.A.b.>', expected both. A hub of ${version} refuses the acknowledgements, and sends each message again and again. Add $JS.ACK.A.b.>.`,
  ]);
  expect(faults({ publish: { allow: ['$JS.API.CONSUMER.MSG.NEXT.A.b', '$JS.ACK.A.c.>'] } }, version)).toHaveLength(1);
});

test.each([
  ['an earlier hub', [request], '2.15.2'],
  ['its consumer', [request, '$JS.ACK.A.b.>'], '2.15.3'],
  ['every consumer of the stream', [request, '$JS.ACK.A.>'], '2.15.3'],
  ['everything', [request, '>'], '2.15.3'],
  ['nothing, since it reads nothing', ['$JS.hub.API.CONSUMER.INFO.A.b'], '2.15.3'],
])('a leaf may acknowledge %s', (_, allow, version) => {
  expect(faults({ publish: { allow } }, version)).toEqual([]);
});
