import { Construct } from 'constructs';
import { IntOrString, KubeNetworkPolicy, KubeServiceAccount } from '../../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';
import { PROXY_INBOUND_PORT } from '../linkerd/ports.js';
import type { NatsClient } from './client.js';
import { ClientCredentials } from './client-credentials.js';
import { CLIENT_PORT } from './ports.js';
import { type NatsServerSettings, podLabels } from './server-settings.js';

/** What a client workload needs besides its pods: an identity, its password, and egress to the servers only. */
export class ClientAccess extends Construct {
  constructor(
    scope: Construct,
    id: string,
    props: { readonly server: NatsServerSettings; readonly client: NatsClient },
  ) {
    super(scope, id);
    const { server, client } = props;
    const { workload } = client;
    const namespace = client.namespace ?? server.namespace;
    const identity = placeInStage(new Construct(this, 'identity'), '50-messaging');
    new KubeServiceAccount(identity, 'Resource', {
      metadata: { name: workload, namespace },
      automountServiceAccountToken: false,
    });
    new ClientCredentials(this, 'credentials', { server, client });
    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    new KubeNetworkPolicy(policy, 'network', {
      metadata: { name: workload, namespace },
      spec: {
        podSelector: { matchLabels: { ...podLabels(workload) } },
        policyTypes: ['Ingress', 'Egress'],
        egress: [
          {
            to: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': server.namespace } },
                podSelector: { matchLabels: { ...podLabels(server.name) } },
              },
            ],
            ports: [CLIENT_PORT, ...(server.cluster.linkerd === undefined ? [] : [PROXY_INBOUND_PORT])].map((port) => ({
              protocol: 'TCP',
              port: IntOrString.fromNumber(port),
            })),
          },
        ],
      },
    });
  }
}
