import { posix } from 'node:path';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, stringsAt } from '../../../../manifest/read.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { originOf } from '../../../model/nats/mounts.js';
import type { NatsServer } from '../../../model/nats/server.js';
import { type Container, POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { servers } from '../../nats-targets.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/config-is-found',
  severity: 'error',
  scope: 'object',
  summary: 'The configuration file that a server is given is in a volume of its pod.',
  rationale:
    'Without the file the server does not start. If it is given none, it starts with the defaults and admits everyone. The other rules judge the configuration that it reads.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration#configuration-file-format',
  appliesTo: POD_KINDS,
  reads: ['ConfigMap', 'Namespace'],
  passes: example('/etc/nats-config'),
  fails: example('/etc/nats'),
  about: servers,
  *check(server, cluster) {
    const { configPath, conf, container } = server;
    if (conf !== undefined) return;
    const own = mountedConfs(server, cluster);
    if (configPath === undefined) {
      if (own.length === 0) return;
      yield server.container.field.at('args').violation({
        got: `no --config, although ${listed(own, ' and ')} is mounted`,
        expected: `--config ${listed(own, ' or ')}`,
        effect: 'The server starts without users and without limits.',
        fix: 'Add it.',
      });
      return;
    }
    const missing = whyMissing(configPath, own, server, cluster);
    if (missing === undefined) {
      yield notJudged(`${configPath} of container ${container.name} is not in a ConfigMap among the files`);
      return;
    }
    yield server.container.field.at('volumeMounts').violation({
      got: `no ${configPath}: ${missing}`,
      expected: `a volume with ${configPath}, which nats-server reads`,
      fix:
        own.length === 0
          ? 'Mount the ConfigMap that has the configuration there, or correct the path after --config.'
          : `Set --config to ${listed(own, ' or ')}, or move the mount.`,
    });
  },
});

/** Why a path has no configuration; undefined if it may have one. */
function whyMissing(
  path: string,
  own: readonly string[],
  server: NatsServer,
  cluster: ClusterIndex,
): string | undefined {
  const { container, pod } = server;
  const origin = originOf(cluster, pod, container, path);
  if (origin.kind === 'nothing') return origin.reason;
  if (origin.kind === 'absentConfigMap') return `ConfigMap ${origin.name} is not among the manifests`;
  if (origin.kind === 'image') {
    const isElsewhere = own.some((mounted) => posix.basename(mounted) === posix.basename(path));
    // A custom image may contain its configuration; the official one has only that at its default path.
    const isAbsent = isOfficial(stringAt(container.spec, 'image') ?? '') && hasArguments(container);
    return isElsewhere || isAbsent ? 'no volume is mounted there' : undefined;
  }
  if (origin.kind !== 'emptyDir') return undefined;
  const isWritten = pod.containers.some(
    ({ name, spec }) =>
      name !== container.name &&
      listAt(spec, 'volumeMounts').some((mount) => stringAt(mount, 'name') === origin.volume),
  );
  return isWritten ? undefined : `volume ${origin.volume} is empty`;
}

function isOfficial(image: string): boolean {
  return /^(docker\.io\/)?(library\/)?nats(:|@|$)/.test(image);
}

function hasArguments({ spec }: Container): boolean {
  return listAt(spec, 'command').length + listAt(spec, 'args').length > 0;
}

/** The paths at which the container sees a configuration of a ConfigMap. */
function mountedConfs({ pod, container }: NatsServer, cluster: ClusterIndex): string[] {
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

function example(mountPath: string): string {
  return serverExample('port: 4222').replace('mountPath: /etc/nats-config', `mountPath: ${mountPath}`);
}
