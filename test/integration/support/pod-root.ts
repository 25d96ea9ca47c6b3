import { join } from 'node:path';
import { type ToolName, tool } from './tools.js';

/** A folder outside that appears at a path of the pod. */
export interface Mount {
  readonly folder: string;
  readonly mountPath: string;
  readonly readOnly: boolean;
}

export interface PodRoot {
  /** Empty folder that the root is built at, seen by the pod alone. */
  readonly folder: string;
  readonly mounts: readonly Mount[];
  /** Text of the pod's `/etc/hosts`. */
  readonly hosts: string;
  readonly readOnly: boolean;
}

/** The programs that the images hold. */
const IN_IMAGES = [
  'nats-server',
  'nats',
  'nats-server-config-reloader',
  'prometheus-nats-exporter',
  'setpriv',
] as const satisfies readonly ToolName[];

/** Where they are in a pod. */
export const POD_PATH = '/opt/bin:/usr/bin';

/**
 * Shell commands that build a pod's root folder within its own mount namespace: the machine's programs, nothing of its
 * configuration, and the volumes at the very paths that the pod template names. They end in a process that holds the root.
 */
export function buildRoot({ folder, mounts, hosts, readOnly }: PodRoot): string {
  const at = (path: string) => quote(join(folder, path));
  const bind = (source: string, path: string, mode: 'ro' | 'rw') =>
    `mount --bind ${quote(source)} ${at(path)}; mount -o remount,bind,${mode} ${at(path)}`;
  return [
    `mount -t tmpfs -o mode=755 tmpfs ${quote(folder)}`,
    `mkdir -p ${['usr', 'proc', 'dev', 'etc', 'tmp', 'run', 'opt/bin'].map((path) => at(path)).join(' ')}`,
    // Where the machine keeps these below /usr, its links lead there in the pod too.
    `for path in bin sbin lib lib64; do if [ -L /$path ]; then cp -P /$path ${at('/')}; elif [ -d /$path ]; then mkdir ${at('/')}/$path; mount --rbind /$path ${at('/')}/$path; fi; done`,
    bind('/usr', 'usr', 'ro'),
    `mount -t proc proc ${at('proc')}`,
    `for device in null zero random urandom; do touch ${at('dev')}/$device; mount --bind /dev/$device ${at('dev')}/$device; done`,
    `printf %s ${quote(hosts)} > ${at('etc/hosts')}`,
    `echo 'hosts: files' > ${at('etc/nsswitch.conf')}`,
    ...IN_IMAGES.map((name) => `touch ${at(`opt/bin/${name}`)}; ${bind(tool(name), `opt/bin/${name}`, 'ro')}`),
    ...mounts.flatMap(({ folder: source, mountPath, readOnly: fixed }) => [
      `mkdir -p ${at(mountPath)}`,
      bind(source, mountPath, fixed ? 'ro' : 'rw'),
    ]),
    ...(readOnly ? [`mount -o remount,ro ${quote(folder)}`] : []),
    `exec chroot ${quote(folder)} /usr/bin/sh -c 'echo held; exec cat'`,
  ].join('\n');
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
