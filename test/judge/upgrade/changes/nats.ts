import { documents } from '../../../support/manifests.js';
import type { ChangeCase, ChangeExample } from './example.js';

/** A server that reads this account `APP`, and accepts leaves unless it has no listener for them. */
const server = (account: string, listener = 'leafnodes { port: 7422 }') =>
  documents(
    `
apiVersion: v1
kind: ConfigMap
metadata: { name: nats, namespace: apps }
data:
  nats.conf: |
    ${listener}
    accounts {
      PLANT { exports: [{ stream: "data.>" }] }
      APP { ${account} }
    }
`,
    `
apiVersion: v1
kind: Pod
metadata: { name: nats, namespace: apps }
spec:
  containers: [{ name: nats, image: "nats:2.14.7", args: ["-c", /etc/nats/nats.conf], volumeMounts: [{ name: conf, mountPath: /etc/nats }] }]
  volumes: [{ name: conf, configMap: { name: nats } }]
`,
  );

const leaf = (permissions: string) =>
  `users: [{ user: leaf, password: $P, allowed_connection_types: [LEAFNODE], permissions { ${permissions} } }]`;
const importing = (more: string) => `imports: [{ stream: { account: PLANT, subject: "data.>" }${more} }]`;
const PULL = 'publish { allow: ["$JS.API.CONSUMER.MSG.NEXT.ORDERS.*"] }';

export const NATS_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'nats/leaf-permissions-follow-imports',
    concerned: server(`${leaf('subscribe: ["plant.>"]')}, ${importing(', to: "plant.>"')}`),
    at: ['ConfigMap data["nats.conf"]'],
    spared: server(`${leaf('subscribe: ["data.>"]')}, ${importing('')}`),
  },
  {
    id: 'nats/leaf-acknowledgements-need-permission',
    concerned: server(leaf(PULL)),
    at: ['ConfigMap data["nats.conf"]'],
    spared: server(leaf('publish { allow: ["$JS.API.CONSUMER.MSG.NEXT.ORDERS.*", "$JS.ACK.ORDERS.>"] }')),
  },
];

export const NATS_CASES: readonly ChangeCase[] = [
  [
    'nats/leaf-permissions-follow-imports',
    'a leaf without limits',
    server(`users: [{ user: leaf, allowed_connection_types: [LEAFNODE] }], ${importing(', prefix: plant')}`),
    false,
  ],
  [
    'nats/leaf-permissions-follow-imports',
    'a limit that both subjects match',
    server(`${leaf('subscribe: ">"')}, ${importing(', to: "plant.>"')}`),
    false,
  ],
  [
    'nats/leaf-permissions-follow-imports',
    'a denial of the exported subject',
    server(`${leaf('subscribe { deny: ["data.secret"] }')}, ${importing(', prefix: plant')}`),
    true,
  ],
  [
    'nats/leaf-permissions-follow-imports',
    'a limit of ordinary clients',
    server(`users: [{ user: any, permissions { subscribe: "plant.>" } }], ${importing(', to: "plant.>"')}`),
    false,
  ],
  ['nats/leaf-acknowledgements-need-permission', 'a server without leaves', server(leaf(PULL), 'port: 4222'), false],
  [
    'nats/leaf-acknowledgements-need-permission',
    'acknowledgements that are denied',
    server(leaf('publish { deny: ["$JS.ACK.>"] }')),
    true,
  ],
  [
    'nats/leaf-acknowledgements-need-permission',
    'a mirror, which pulls nothing',
    server(leaf('publish { allow: ["$JS.API.CONSUMER.CREATE.ORDERS", "$JS.FC.>"] }')),
    false,
  ],
  [
    'nats/leaf-acknowledgements-need-permission',
    'a leaf that may publish everything',
    server(leaf('publish: ">"')),
    false,
  ],
];
