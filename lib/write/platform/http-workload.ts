import { Duration, Size } from 'cdk8s';
import { throwIfAny } from '../../diagnostic.js';
import { checkProps, list, mapping, optional, options } from '../../input/shape.js';
import { anyObject, anyText, integer, label, text } from '../../input/values.js';
import type { SecretKey, WorkloadContainer } from '../workload/container.js';
import { IMAGE } from '../workload/image.js';
import type { WorkloadPort } from '../workload/port.js';
import { RESOURCES, type Resources } from '../workload/resources.js';
import type { Workload, WorkloadVersion } from '../workload/workload.js';

/** A stateless HTTP server. @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/ */
export interface HttpWorkloadOptions
  extends Pick<Workload, 'name' | 'namespace' | 'versions' | 'proxyResources'>,
    Pick<WorkloadContainer, 'image' | 'env' | 'secretEnv'> {
  /** Port `http`, on which it serves, 1 to 65535. @default 8080 @see https://kubernetes.io/docs/concepts/services-networking/service/ */
  readonly port?: number;
  /**
   * A second port, for metrics and, if `probed` names it, for probes. @default - `admin`, 9090 @see
   * https://kubernetes.io/docs/concepts/services-networking/service/
   */
  readonly admin?: Pick<WorkloadPort, 'name' | 'port'>;
  /**
   * Name of the port that answers `/ready` and `/health`; a port other than `http` keeps a flood of requests from
   * failing the probes. @default - that of `admin` @see
   * https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/
   */
  readonly probed?: string;
  /** Pods, 0 to 10000. @default 2 @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#scaling-a-deployment */
  readonly replicas?: number;
  /** Requests and limits. @default cpu 250m to 1, memory 256Mi to 512Mi @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
  readonly resources?: Resources;
}

const OPTIONS = options<HttpWorkloadOptions>({
  name: label,
  namespace: label,
  image: IMAGE,
  versions: optional(list(anyObject<WorkloadVersion>(), 1)),
  env: optional(mapping(anyText)),
  secretEnv: optional(mapping(anyObject<SecretKey>())),
  port: optional(integer(1, 65_535)),
  admin: optional(options<Pick<WorkloadPort, 'name' | 'port'>>({ name: text(), port: integer(1, 65_535) })),
  probed: optional(text()),
  replicas: optional(integer(0, 10_000)),
  resources: optional(RESOURCES),
  proxyResources: optional(RESOURCES),
});

/** A Deployment whose pods get no requests 10 seconds after they stop answering, and have a small `/tmp`. */
export function httpWorkload(stated: HttpWorkloadOptions): Workload {
  throwIfAny(checkProps('httpWorkload', stated, OPTIONS));
  const { name, namespace, image, env, secretEnv, port = 8080, admin = { name: 'admin', port: 9090 } } = stated;
  const { probed = admin.name, replicas = 2, versions, proxyResources } = stated;
  const { resources = { cpu: { request: '250m', limit: '1' }, memory: { request: '256Mi', limit: '512Mi' } } } = stated;
  return {
    kind: 'Deployment',
    name,
    namespace,
    replicas,
    ...(versions !== undefined && { versions }),
    ports: [
      { name: 'http', port, appProtocol: 'http' },
      { ...admin, appProtocol: 'http' },
    ],
    containers: [
      {
        name,
        image,
        ...(env !== undefined && { env }),
        ...(secretEnv !== undefined && { secretEnv }),
        resources,
        probes: {
          readiness: {
            check: { kind: 'http', path: '/ready', port: probed },
            period: Duration.seconds(5),
            failureThreshold: 2,
          },
          liveness: { check: { kind: 'http', path: '/health', port: probed } },
        },
        mounts: { tmp: '/tmp' },
      },
    ],
    volumes: { tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) } },
    ...(proxyResources !== undefined && { proxyResources }),
  };
}
