import { Construct } from 'constructs';
import {
  IntOrString,
  KubeConfigMap,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
  KubeStatefulSet,
  Quantity,
  type ServicePort,
} from '../../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';
import { opaquePorts } from '../linkerd/proxy-annotations.js';
import { RequiredSecret } from '../secrets/required-secret.js';
import type { SecretText } from '../secrets/secret-content.js';
import { AUTH_KEY } from './paths.js';
import {
  CLIENT_PORT,
  CLUSTER_PORT,
  LEAFNODE_PORT,
  METRICS_PORT,
  METRICS_PORT_NAME,
  MONITOR_PORT,
  OPAQUE_PORTS,
} from './ports.js';
import { byteCount } from './server-config/units.js';
import { DATA_VOLUME, serverPod } from './server-pod.js';
import { headlessName, type NatsServerSettings, podLabels } from './server-settings.js';

export interface NatsServersProps {
  readonly settings: NatsServerSettings;
  /** Text of `nats.conf`. */
  readonly config: string;
  /** Lines of the file with the secrets, which `nats.conf` includes. */
  readonly auth: SecretText;
  readonly certificateSecretName: string;
  readonly leafnodeListener: boolean;
}

/** What runs one cluster's NATS servers: StatefulSet, configuration, Services and disruption budget. */
export class NatsServers extends Construct {
  constructor(scope: Construct, id: string, props: NatsServersProps) {
    super(scope, id);
    const { settings, leafnodeListener } = props;
    const { name, namespace, replicas, jetStream } = settings;
    const meshed = settings.cluster.linkerd !== undefined;
    const selector = podLabels(name);
    const serviceAnnotations = meshed ? { annotations: opaquePorts(OPAQUE_PORTS) } : {};
    placeInStage(this, '50-messaging');

    const auth = new RequiredSecret(this, 'auth', {
      source: settings.secrets,
      cluster: settings.cluster.name,
      content: { namespace, name: `${name}-auth`, data: { [AUTH_KEY]: props.auth } },
    });
    const configMapName = `${name}-config`;
    new KubeConfigMap(this, 'config', {
      metadata: { name: configMapName, namespace },
      data: { 'nats.conf': props.config },
    });
    new KubeServiceAccount(this, 'service-account', {
      metadata: { name, namespace },
      automountServiceAccountToken: false,
    });
    new KubePodDisruptionBudget(this, 'disruption-budget', {
      metadata: { name, namespace },
      spec: {
        maxUnavailable: IntOrString.fromNumber(1),
        selector: { matchLabels: { ...selector } },
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    });
    const ports: ServicePort[] = [
      { name: 'client', port: CLIENT_PORT, targetPort: IntOrString.fromString('client'), appProtocol: 'tcp' },
      ...(leafnodeListener
        ? [
            {
              name: 'leafnodes',
              port: LEAFNODE_PORT,
              targetPort: IntOrString.fromString('leafnodes'),
              appProtocol: 'tcp',
            },
          ]
        : []),
      { name: 'monitor', port: MONITOR_PORT, targetPort: IntOrString.fromString('monitor'), appProtocol: 'http' },
    ];
    new KubeService(this, 'service', {
      metadata: { name, namespace, ...serviceAnnotations },
      spec: {
        type: 'ClusterIP',
        selector: { ...selector },
        ports: [
          ...ports,
          ...(settings.exporter === undefined
            ? []
            : [
                {
                  name: METRICS_PORT_NAME,
                  port: METRICS_PORT,
                  targetPort: IntOrString.fromString(METRICS_PORT_NAME),
                  appProtocol: 'http',
                },
              ]),
        ],
      },
    });
    new KubeService(this, 'headless', {
      metadata: { name: headlessName(settings), namespace, ...serviceAnnotations },
      spec: {
        type: 'ClusterIP',
        clusterIp: 'None',
        // Servers find each other by name before they are ready, and become ready by finding each other.
        publishNotReadyAddresses: true,
        selector: { ...selector },
        ports: [
          ...ports,
          ...(replicas > 1
            ? [
                {
                  name: 'cluster',
                  port: CLUSTER_PORT,
                  targetPort: IntOrString.fromString('cluster'),
                  appProtocol: 'tcp',
                },
              ]
            : []),
        ],
      },
    });
    new KubeStatefulSet(this, 'servers', {
      metadata: { name, namespace },
      spec: {
        replicas,
        serviceName: headlessName(settings),
        // In an ordered start the first server would wait for peers that are not started yet.
        podManagementPolicy: 'Parallel',
        updateStrategy: { type: 'RollingUpdate' },
        selector: { matchLabels: { ...selector } },
        template: serverPod({ ...props, configMapName, authSecretName: auth.name }),
        ...(jetStream && {
          persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
          volumeClaimTemplates: [
            {
              metadata: { name: DATA_VOLUME },
              spec: {
                accessModes: ['ReadWriteOnce'],
                ...(jetStream.storageClassName !== undefined && { storageClassName: jetStream.storageClassName }),
                resources: {
                  requests: { storage: Quantity.fromString(`${byteCount(jetStream.volumeSize) / 1024}Ki`) },
                },
              },
            },
          ],
        }),
      },
    });
  }
}
