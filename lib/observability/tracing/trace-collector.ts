import { createHash } from 'node:crypto';
import { Construct } from 'constructs';
import {
  IntOrString,
  KubeConfigMap,
  KubeDeployment,
  KubeNetworkPolicy,
  KubePodDisruptionBudget,
  KubeService,
  KubeServiceAccount,
} from '../../../imports/k8s.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { placeInStage } from '../../fleet/stage.js';
import { GuardedPort, MESHED_CALLER, type MeshedCaller } from '../../linkerd/guarded-port.js';
import { PROXY_INBOUND_PORT } from '../../linkerd/ports.js';
import { meshedPod } from '../../linkerd/proxy-annotations.js';
import { rejectIfAny } from '../../problem.js';
import { checkProps, list, mapping, optional, options } from '../../props/shape.js';
import { anyText, integer, label, objectName } from '../../props/values.js';
import { checkImage, IMAGE, type Image, imageReference } from '../../workload/image.js';
import { checkResources, containerResources, RESOURCES, type Resources } from '../../workload/resources.js';
import { restrictedContainer, restrictedPod } from '../../workload/security.js';
import { COLLECTOR_PORTS, collectorConfig, JAEGER_OTLP_PORT } from './collector-config.js';

/** What takes the spans of a cluster's proxies and workloads to Jaeger. @see https://opentelemetry.io/docs/collector/ */
export interface TraceCollectorProps {
  /** The cluster; its mesh decides what lets senders in. */
  readonly cluster: Cluster;
  /** Namespace of the collector. */
  readonly namespace: string;
  /** Name of the collector's objects. @default otel-collector */
  readonly name?: string;
  /** Namespace of the Service `jaeger-collector`, to which spans are handed on. */
  readonly jaegerNamespace: string;
  /** Labels of Jaeger's pods. @default app.kubernetes.io/name: jaeger */
  readonly jaegerLabels?: { readonly [key: string]: string };
  /** Workloads that may send spans, at least one; their proxies send as they do. */
  readonly senders: readonly MeshedCaller[];
  /** Number of collectors. @default 2 */
  readonly replicas?: number;
  /** Image. @default otel/opentelemetry-collector-contrib:0.156.0 @see https://github.com/open-telemetry/opentelemetry-collector-releases */
  readonly image?: Image;
  /** Requests and limits. @default cpu 50m to 500m, memory 128Mi to 256Mi */
  readonly resources?: Resources;
}

const PROPS = options<TraceCollectorProps>({
  cluster: CLUSTER,
  namespace: label,
  name: optional(objectName),
  jaegerNamespace: label,
  jaegerLabels: optional(mapping(anyText)),
  senders: list(MESHED_CALLER, 1),
  replicas: optional(integer(1, 99)),
  image: optional(IMAGE),
  resources: optional(RESOURCES),
});

const DEFAULT_IMAGE: Image = { repository: 'otel/opentelemetry-collector-contrib', tag: '0.156.0' };
const DEFAULT_RESOURCES: Resources = {
  cpu: { request: '50m', limit: '500m' },
  memory: { request: '128Mi', limit: '256Mi' },
};
/** The user that the image is made for. */
const USER_ID = 10_001;
const CONFIG_FILE = 'config.yaml';
const FOLDER = '/etc/otelcol';
/** Meshes read the protocol off the name of a port. */
const PORTS = [
  { name: 'grpc-otlp', port: COLLECTOR_PORTS.otlpGrpc, appProtocol: 'grpc' },
  { name: 'http-otlp', port: COLLECTOR_PORTS.otlpHttp, appProtocol: 'http' },
] as const;

/** An OpenTelemetry collector between a mesh and Jaeger: Deployment, configuration, Service, and who may send. */
export class TraceCollector extends Construct {
  /** Full name of the Service, for a mesh to send to at port 4317. */
  readonly address: string;

  constructor(scope: Construct, id: string, props: TraceCollectorProps) {
    super(scope, id);
    const where = `TraceCollector '${this.node.path}'`;
    rejectIfAny(checkProps(where, props, PROPS));
    const { cluster, namespace, name = 'otel-collector', resources = DEFAULT_RESOURCES, image = DEFAULT_IMAGE } = props;
    rejectIfAny([...checkImage(`${where}: image`, image), ...checkResources(`${where}: resources`, resources)]);
    this.address = cluster.serviceName(name, namespace);
    const labels = { app: name };
    const config = collectorConfig(cluster.serviceName('jaeger-collector', props.jaegerNamespace));
    this.#run({ ...props, name, resources, image }, config, labels);
    this.#limitNetwork(props, name, labels);
    if (cluster.mesh?.kind !== 'linkerd') return;
    for (const { name: port, port: number } of PORTS) {
      new GuardedPort(this, port, {
        namespace,
        name: `${name}-${port}`,
        podLabels: labels,
        port: number,
        protocol: port === 'grpc-otlp' ? 'gRPC' : 'HTTP/1',
        callers: props.senders,
      });
    }
  }

  #run(
    props: TraceCollectorProps & { readonly name: string; readonly resources: Resources; readonly image: Image },
    config: string,
    labels: { readonly app: string },
  ): void {
    const { cluster, namespace, name, resources, image, replicas = 2 } = props;
    const scope = placeInStage(new Construct(this, 'workload'), '80-observability');
    const metadata = { name, namespace };
    new KubeServiceAccount(scope, 'account', { metadata, automountServiceAccountToken: false });
    new KubeConfigMap(scope, 'config', { metadata, data: { [CONFIG_FILE]: config } });
    new KubeService(scope, 'service', {
      metadata,
      spec: {
        type: 'ClusterIP',
        selector: { ...labels },
        ports: PORTS.map((port) => ({ ...port, targetPort: IntOrString.fromString(port.name) })),
      },
    });
    if (replicas > 1) {
      new KubePodDisruptionBudget(scope, 'budget', {
        metadata,
        spec: {
          maxUnavailable: IntOrString.fromNumber(1),
          selector: { matchLabels: { ...labels } },
          unhealthyPodEvictionPolicy: 'AlwaysAllow',
        },
      });
    }
    const probe = { httpGet: { path: '/', port: IntOrString.fromString('health') }, periodSeconds: 10 };
    new KubeDeployment(scope, 'deployment', {
      metadata,
      spec: {
        replicas,
        selector: { matchLabels: { ...labels } },
        template: {
          metadata: {
            labels: { ...labels, 'app.kubernetes.io/name': name },
            annotations: {
              // The collector reads its configuration once.
              'checksum/config': createHash('sha256').update(config).digest('hex'),
              ...(cluster.mesh?.kind === 'linkerd' && meshedPod(cluster.mesh)),
            },
          },
          spec: {
            serviceAccountName: name,
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: restrictedPod(USER_ID),
            containers: [
              {
                name: 'collector',
                image: imageReference(image),
                args: [`--config=${FOLDER}/${CONFIG_FILE}`],
                env: [{ name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
                ports: [
                  ...PORTS.map((port) => ({ name: port.name, containerPort: port.port })),
                  { name: 'health', containerPort: COLLECTOR_PORTS.health },
                  { name: 'metrics', containerPort: COLLECTOR_PORTS.metrics },
                ],
                resources: containerResources(resources),
                securityContext: restrictedContainer(),
                readinessProbe: probe,
                livenessProbe: { ...probe, periodSeconds: 30 },
                volumeMounts: [{ name: 'config', mountPath: FOLDER, readOnly: true }],
              },
            ],
            volumes: [{ name: 'config', configMap: { name } }],
          },
        },
      },
    });
  }

  #limitNetwork(props: TraceCollectorProps, name: string, labels: { readonly app: string }): void {
    const { cluster, namespace, senders, jaegerNamespace } = props;
    const jaegerLabels = props.jaegerLabels ?? { 'app.kubernetes.io/name': 'jaeger' };
    const proxy = cluster.mesh?.kind === 'linkerd' ? [PROXY_INBOUND_PORT] : [];
    const tcp = (...ports: readonly number[]) =>
      [...ports, ...proxy].map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) }));
    const inNamespace = (of: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': of } });
    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    new KubeNetworkPolicy(policy, 'network', {
      metadata: { name, namespace },
      spec: {
        podSelector: { matchLabels: { ...labels } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: [...new Set(senders.map((sender) => sender.namespace))].map((of) => ({
              namespaceSelector: inNamespace(of),
            })),
            ports: tcp(COLLECTOR_PORTS.otlpGrpc, COLLECTOR_PORTS.otlpHttp),
          },
        ],
        egress: [
          {
            to: [
              { namespaceSelector: inNamespace(jaegerNamespace), podSelector: { matchLabels: { ...jaegerLabels } } },
            ],
            ports: tcp(JAEGER_OTLP_PORT),
          },
        ],
      },
    });
  }
}
