import { Size } from 'cdk8s';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { label, size } from '../../../input/values.js';
import { IMAGE, type Image } from '../../workload/image.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import { passwordOf, type Store } from './store.js';

/** One Redis server. @see https://redis.io/docs/latest/operate/oss_and_stack/management/config/ */
export interface RedisOptions {
  /** Namespace of the server. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** Name of the workload. @default redis */
  readonly name?: string;
  /** Size of the volume with the append-only file. */
  readonly volumeSize: Size;
  /** Memory for data, in whole MiB and below the memory limit; writes beyond it are refused. @default 384 MiB */
  readonly maxMemory?: Size;
  /** Image. @default redis:7.4.2 */
  readonly image?: Image;
  /** Requests and limits. @default cpu 250m to 1, memory 512Mi to 1Gi */
  readonly resources?: Resources;
}

const OPTIONS = options<RedisOptions>({
  namespace: label,
  name: optional(label),
  volumeSize: size,
  maxMemory: optional(size),
  image: optional(IMAGE),
  resources: optional(RESOURCES),
});

/** A Redis server that runs as one pod, without root and on a read-only file system. Clients find the password in `REDIS_PASSWORD`. */
export function redis(stated: RedisOptions): Store {
  throwIfAny(checkProps('redis', stated, OPTIONS));
  const { namespace, name = 'redis', volumeSize, maxMemory = Size.mebibytes(384) } = stated;
  const { image = { repository: 'redis', tag: '7.4.2' } } = stated;
  const { resources = { cpu: { request: '250m', limit: '1' }, memory: { request: '512Mi', limit: '1Gi' } } } = stated;
  const password = passwordOf(name);
  const answers = { kind: 'exec', command: ['redis-cli', '-e', 'ping'] } as const;
  return {
    port: 'redis',
    password,
    variable: 'REDIS_PASSWORD',
    workload: {
      kind: 'StatefulSet',
      name,
      namespace,
      replicas: 1,
      ports: [{ name: 'redis', port: 6379, appProtocol: 'tcp' }],
      containers: [
        {
          name,
          image,
          // The password is read as configuration: an argument would be visible in the process list.
          command: ['/bin/sh', '-c'],
          args: [
            [
              'exec redis-server - <<END',
              'requirepass $REDISCLI_AUTH',
              'dir /data',
              'appendonly yes',
              `maxmemory ${maxMemory.toMebibytes()}mb`,
              'maxmemory-policy noeviction',
              'END',
            ].join('\n'),
          ],
          secretEnv: { REDISCLI_AUTH: password },
          resources,
          probes: { readiness: { check: answers }, liveness: { check: answers, failureThreshold: 6 } },
          mounts: { data: '/data' },
        },
      ],
      volumes: { data: { kind: 'claim', size: volumeSize } },
      userId: 999,
    },
  };
}
