import { posix } from 'node:path';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { type Origin, originOf } from '../../../model/nats/mounts.js';
import type { NatsServer } from '../../../model/nats/server.js';
import { serverExample } from '../../examples/nats.js';
import { defineServerPodRule } from '../../nats-pod-rule.js';

const moved = (mountPath: string) =>
  serverExample('port: 4222').replace('mountPath: /etc/nats-config', `mountPath: ${mountPath}`);

export default defineServerPodRule({
  id: 'nats/config-is-found',
  severity: 'error',
  summary: 'The configuration that a server is told to read is in a volume of its pod.',
  rationale:
    'Without its file the server does not start; told of none, it starts with the defaults and lets everybody in. What it reads decides all that the other rules say of it.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  passes: moved('/etc/nats-config'),
  fails: moved('/etc/nats'),
  *check(server, cluster) {
    const { configPath, conf, container, pod } = server;
    if (conf !== undefined) return;
    const own = mountedConfs(cluster, server);
    const origin = configPath === undefined ? undefined : originOf(cluster, pod, container, configPath);
    const missing =
      origin === undefined
        ? undefined
        : reasonOf(
            origin,
            server,
            own.some((path) => posix.basename(path) === posix.basename(configPath ?? '')),
          );
    if (configPath !== undefined && missing !== undefined) {
      yield {
        path: at(container.path, 'volumeMounts'),
        got: `no ${configPath}: ${missing}`,
        expected: `a volume with ${configPath}, which nats-server reads`,
        fix:
          own.length === 0
            ? 'Mount the ConfigMap that holds the configuration there, or name the right path after --config.'
            : `Name ${listed(own, ' or ')} after --config, or move the mount.`,
      };
    } else if (configPath === undefined && own.length > 0) {
      yield {
        path: at(container.path, 'args'),
        got: `no --config, although ${listed(own, ' and ')} is mounted`,
        expected: `--config ${listed(own, ' or ')}`,
        fix: 'Add it: the server starts without users and without limits otherwise.',
      };
    }
  },
});

/** Why a path holds no configuration; undefined where it may hold one. */
function reasonOf(origin: Origin, { container, pod }: NatsServer, mounted: boolean): string | undefined {
  if (origin.kind === 'nothing') return origin.reason;
  if (origin.kind === 'absentConfigMap') return `ConfigMap ${origin.name} is not among the manifests`;
  if (origin.kind === 'image') {
    // An image of one's own may bring its configuration along; the official one has none but its default.
    return mounted || (isOfficial(stringAt(container.spec, 'image') ?? '') && namesItsConfig(container.spec))
      ? 'no volume is mounted there'
      : undefined;
  }
  if (origin.kind !== 'emptyDir') return undefined;
  const written = pod.containers.some(
    ({ name, spec }) =>
      name !== container.name &&
      listAt(spec, 'volumeMounts').some((mount) => stringAt(mount, 'name') === origin.volume),
  );
  return written ? undefined : `volume ${origin.volume} is empty`;
}

function isOfficial(image: string): boolean {
  return /^(docker\.io\/)?(library\/)?nats(:|@|$)/.test(image);
}

function namesItsConfig(spec: NatsServer['container']['spec']): boolean {
  return listAt(spec, 'command').length + listAt(spec, 'args').length > 0;
}

/** The paths at which the container sees a configuration of some ConfigMap. */
function mountedConfs(cluster: ClusterIndex, { pod, container }: NatsServer): string[] {
  return listAt(container.spec, 'volumeMounts').flatMap((mount) => {
    const volume = listAt(pod.spec, 'volumes').find((entry) => stringAt(entry, 'name') === stringAt(mount, 'name'));
    const configMap = cluster.find('ConfigMap', pod.namespace, stringAt(volume, 'configMap', 'name') ?? '');
    const folder = stringAt(mount, 'mountPath') ?? '';
    const keys = Object.keys(stringsAt(configMap?.object, 'data')).filter((key) => key.endsWith('.conf'));
    return stringAt(mount, 'subPath') === undefined
      ? keys.map((key) => `${folder.replace(/\/$/, '')}/${key}`)
      : keys.filter((key) => key === stringAt(mount, 'subPath')).map(() => folder);
  });
}
