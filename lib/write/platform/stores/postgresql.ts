import { Size } from 'cdk8s';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { label, size, text } from '../../../input/values.js';
import { IMAGE, type Image } from '../../workload/image.js';
import { RESOURCES, type Resources } from '../../workload/resources.js';
import { passwordOf, type Store } from './store.js';

/** One PostgreSQL server. @see https://hub.docker.com/_/postgres */
export interface PostgresqlOptions {
  /** Namespace of the server. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** Name of the workload. @default postgresql */
  readonly name?: string;
  /** Name of the database, and of the user that owns it. */
  readonly database: string;
  /** Size of the volume. */
  readonly volumeSize: Size;
  /** Image. @default postgres:17.6 */
  readonly image?: Image;
  /** Requests and limits. @default cpu 500m to 2, memory 512Mi to 2Gi */
  readonly resources?: Resources;
}

const OPTIONS = options<PostgresqlOptions>({
  namespace: label,
  name: optional(label),
  database: text('up to 63 lower-case letters, digits and underscores, with a letter first', /^[a-z][a-z0-9_]{0,62}$/),
  volumeSize: size,
  image: optional(IMAGE),
  resources: optional(RESOURCES),
});

/** A PostgreSQL server that runs as one pod, without root and on a read-only file system. Clients find the password in `PGPASSWORD`. */
export function postgresql(stated: PostgresqlOptions): Store {
  throwIfAny(checkProps('postgresql', stated, OPTIONS));
  const { namespace, name = 'postgresql', database, volumeSize } = stated;
  const { image = { repository: 'postgres', tag: '17.6' } } = stated;
  const { resources = { cpu: { request: '500m', limit: '2' }, memory: { request: '512Mi', limit: '2Gi' } } } = stated;
  const password = passwordOf(name);
  const answers = { kind: 'exec', command: ['pg_isready', `--username=${database}`] } as const;
  return {
    port: 'postgres',
    password,
    variable: 'PGPASSWORD',
    workload: {
      kind: 'StatefulSet',
      name,
      namespace,
      replicas: 1,
      ports: [{ name: 'postgres', port: 5432, appProtocol: 'tcp' }],
      containers: [
        {
          name,
          image,
          env: { POSTGRES_DB: database, POSTGRES_USER: database, PGDATA: '/var/lib/postgresql/data/pgdata' },
          secretEnv: { POSTGRES_PASSWORD: password },
          resources,
          probes: { readiness: { check: answers }, liveness: { check: answers, failureThreshold: 6 } },
          mounts: { data: '/var/lib/postgresql/data', run: '/var/run/postgresql', tmp: '/tmp' },
        },
      ],
      volumes: {
        data: { kind: 'claim', size: volumeSize },
        run: { kind: 'scratch', sizeLimit: Size.mebibytes(16) },
        tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) },
      },
      userId: 999,
    },
  };
}
