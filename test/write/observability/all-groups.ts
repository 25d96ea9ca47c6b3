import { Duration } from 'cdk8s';
import type { AlertGroup } from '../../../lib/write/observability/alert.js';
import { certificateAlerts } from '../../../lib/write/observability/alerts/certificates.js';
import { istioAlerts } from '../../../lib/write/observability/alerts/istio.js';
import { linkerdAlerts } from '../../../lib/write/observability/alerts/linkerd.js';
import { natsAlerts } from '../../../lib/write/observability/alerts/nats.js';
import { objectiveAlerts } from '../../../lib/write/observability/alerts/objectives.js';

/** Every group with every alert that can be had, each set under a name of its own. */
export const ALL_GROUPS: Readonly<Record<string, readonly AlertGroup[]>> = {
  linkerd: linkerdAlerts({ unauthenticated: ['nats-broker-leafnodes-networks'] }),
  istio: istioAlerts({ plaintext: ['legacy/old-shop'] }),
  hub: natsAlerts({
    namespace: 'nats-system',
    name: 'nats-broker',
    replicas: 3,
    links: { role: 'hub', count: 2 },
    jetStream: true,
    renewedAfter: Duration.days(60),
  }),
  leaf: natsAlerts({
    namespace: 'nats-system',
    name: 'nats-leaf',
    replicas: 1,
    links: { role: 'leaf' },
    jetStream: true,
  }),
  certificates: certificateAlerts(),
  'objectives-linkerd': objectiveAlerts([
    {
      mesh: 'linkerd',
      workload: { namespace: 'shop', kind: 'deployment', name: 'basket' },
      availability: 0.999,
      latency: { share: 0.99, milliseconds: 300 },
    },
  ]),
  'objectives-istio': objectiveAlerts([
    {
      mesh: 'istio',
      workload: { namespace: 'shop', kind: 'deployment', name: 'basket', members: ['basket-v1', 'basket-v2.0'] },
      availability: 0.999,
      latency: { share: 0.99, milliseconds: 250 },
    },
  ]),
};
