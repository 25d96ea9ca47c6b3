import { Size } from 'cdk8s';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { label, size } from '../../../input/values.js';
import { IMAGE, type Image } from '../../workload/image.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import { passwordOf, type Store } from './store.js';

/** One server of the vector database Qdrant. @see https://qdrant.tech/documentation/guides/configuration/ */
export interface QdrantOptions {
  /** Namespace of the server. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** Name of the workload. @default qdrant */
  readonly name?: string;
  /** Size of the volume with the vectors, and of the one with their snapshots. */
  readonly volumeSize: Size;
  /** Image. @default qdrant/qdrant:v1.13.4-unprivileged */
  readonly image?: Image;
  /** Requests and limits. @default cpu 500m to 2, memory 512Mi to 2Gi */
  readonly resources?: Resources;
}

const OPTIONS = options<QdrantOptions>({
  namespace: label,
  name: optional(label),
  volumeSize: size,
  image: optional(IMAGE),
  resources: optional(RESOURCES),
});

/** A Qdrant server that runs as one pod, without root and on a read-only file system. Clients find the key in `QDRANT_API_KEY`. */
export function qdrant(stated: QdrantOptions): Store {
  throwIfAny(checkProps('qdrant', stated, OPTIONS));
  const { namespace, name = 'qdrant', volumeSize } = stated;
  const { image = { repository: 'qdrant/qdrant', tag: 'v1.13.4-unprivileged' } } = stated;
  const { resources = { cpu: { request: '500m', limit: '2' }, memory: { request: '512Mi', limit: '2Gi' } } } = stated;
  const password = passwordOf(name);
  return {
    port: 'api',
    password,
    variable: 'QDRANT_API_KEY',
    workload: {
      kind: 'StatefulSet',
      name,
      namespace,
      replicas: 1,
      ports: [{ name: 'api', port: 6333, appProtocol: 'http' }],
      containers: [
        {
          name,
          image,
          env: { QDRANT__TELEMETRY_DISABLED: 'true', QDRANT_INIT_FILE_PATH: '/qdrant/init/.qdrant-initialized' },
          secretEnv: { QDRANT__SERVICE__API_KEY: password },
          resources,
          // The image has no client; these paths answer without a key.
          probes: {
            readiness: { check: { kind: 'http', path: '/readyz', port: 'api' } },
            liveness: { check: { kind: 'http', path: '/livez', port: 'api' }, failureThreshold: 6 },
          },
          mounts: { data: '/qdrant/storage', snapshots: '/qdrant/snapshots', init: '/qdrant/init' },
        },
      ],
      volumes: {
        data: { kind: 'claim', size: volumeSize },
        snapshots: { kind: 'claim', size: volumeSize },
        init: { kind: 'scratch', sizeLimit: Size.mebibytes(16) },
      },
      userId: 1000,
    },
  };
}
