import { Size } from 'cdk8s';
import type { Workload } from '../lib/write/workload/workload.js';

/** Namespace of the platform. */
export const NAMESPACE = 'fusion-core';

/** Name of the Secret that holds the password of a store. */
export function passwordOf(store: string): string {
  return `${store}-password`;
}

/** Where users, documents and workflows are kept. */
export const postgresql: Workload = {
  kind: 'StatefulSet',
  name: 'postgresql',
  namespace: NAMESPACE,
  replicas: 1,
  ports: [{ name: 'postgres', port: 5432, appProtocol: 'tcp' }],
  containers: [
    {
      name: 'postgresql',
      image: { repository: 'postgres', tag: '17.6' },
      env: { POSTGRES_DB: 'fusion', POSTGRES_USER: 'fusion', PGDATA: '/var/lib/postgresql/data/pgdata' },
      secretEnv: { POSTGRES_PASSWORD: { secret: passwordOf('postgresql'), key: 'password' } },
      resources: { cpu: { request: '500m', limit: '2' }, memory: { request: '512Mi', limit: '2Gi' } },
      probes: {
        readiness: { check: { kind: 'exec', command: ['pg_isready', '--username=fusion'] } },
        liveness: { check: { kind: 'exec', command: ['pg_isready', '--username=fusion'] }, failureThreshold: 6 },
      },
      mounts: { data: '/var/lib/postgresql/data', run: '/var/run/postgresql', tmp: '/tmp' },
    },
  ],
  volumes: {
    data: { kind: 'claim', size: Size.gibibytes(20) },
    run: { kind: 'scratch', sizeLimit: Size.mebibytes(16) },
    tmp: { kind: 'scratch', sizeLimit: Size.mebibytes(64) },
  },
  userId: 999,
};

/** Where sessions and queues are kept. */
export const redis: Workload = {
  kind: 'StatefulSet',
  name: 'redis',
  namespace: NAMESPACE,
  replicas: 1,
  ports: [{ name: 'redis', port: 6379, appProtocol: 'tcp' }],
  containers: [
    {
      name: 'redis',
      image: { repository: 'redis', tag: '7.4.2' },
      // The password is read as configuration: an argument would stand in the list of processes.
      command: ['/bin/sh', '-c'],
      args: [
        [
          'exec redis-server - <<END',
          'requirepass $REDISCLI_AUTH',
          'dir /data',
          'appendonly yes',
          'maxmemory 384mb',
          'maxmemory-policy noeviction',
          'END',
        ].join('\n'),
      ],
      secretEnv: { REDISCLI_AUTH: { secret: passwordOf('redis'), key: 'password' } },
      resources: { cpu: { request: '250m', limit: '1' }, memory: { request: '512Mi', limit: '1Gi' } },
      probes: {
        readiness: { check: { kind: 'exec', command: ['redis-cli', '-e', 'ping'] } },
        liveness: { check: { kind: 'exec', command: ['redis-cli', '-e', 'ping'] }, failureThreshold: 6 },
      },
      mounts: { data: '/data' },
    },
  ],
  volumes: { data: { kind: 'claim', size: Size.gibibytes(5) } },
  userId: 999,
};

/** The vector database. It answers its probes by HTTP, whoever asks: its image has no client. */
export const qdrant: Workload = {
  kind: 'StatefulSet',
  name: 'qdrant',
  namespace: NAMESPACE,
  replicas: 1,
  ports: [{ name: 'api', port: 6333, appProtocol: 'http' }],
  containers: [
    {
      name: 'qdrant',
      image: { repository: 'qdrant/qdrant', tag: 'v1.13.4-unprivileged' },
      env: { QDRANT__TELEMETRY_DISABLED: 'true', QDRANT_INIT_FILE_PATH: '/qdrant/init/.qdrant-initialized' },
      secretEnv: { QDRANT__SERVICE__API_KEY: { secret: passwordOf('qdrant'), key: 'password' } },
      resources: { cpu: { request: '500m', limit: '2' }, memory: { request: '512Mi', limit: '2Gi' } },
      probes: {
        readiness: { check: { kind: 'http', path: '/readyz', port: 'api' } },
        liveness: { check: { kind: 'http', path: '/livez', port: 'api' }, failureThreshold: 6 },
      },
      mounts: { data: '/qdrant/storage', snapshots: '/qdrant/snapshots', init: '/qdrant/init' },
    },
  ],
  volumes: {
    data: { kind: 'claim', size: Size.gibibytes(20) },
    snapshots: { kind: 'claim', size: Size.gibibytes(20) },
    init: { kind: 'scratch', sizeLimit: Size.mebibytes(16) },
  },
  userId: 1000,
};
