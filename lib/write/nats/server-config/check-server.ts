import { fieldsNewerThan } from '../../../formats/nats-conf/fields.js';
import type { ConfMap } from '../../../formats/nats-conf/value.js';
import { Variable } from '../../../formats/nats-conf/value.js';
import { shown } from '../../../input/fault.js';
import {
  checkCount,
  checkLiteral,
  checkName,
  checkPath,
  checkPort,
  checkTls,
  checkUrl,
  checkVariable,
} from './check-values.js';
import type { Faults } from './faults.js';
import type { JetStream, ServerConfig } from './model.js';
import { serverSections } from './render.js';
import { byteCount } from './units.js';

/** The server itself: its release, name, ports, files, cluster and streams. */
export function checkServer(faults: Faults, config: ServerConfig): void {
  checkRelease(faults, config);
  checkServerName(faults, config.serverName);
  checkPorts(faults, config);
  checkFiles(faults, config);
  if (config.tls !== undefined) checkTls(faults, 'tls', config.tls);
  if (config.jetstream !== undefined) checkJetStream(faults, config.jetstream);
  checkCluster(faults, config);
}

function checkRelease(faults: Faults, config: ServerConfig): void {
  const { serverVersion } = config;
  const match = /^(\d+)\.(\d+)\.\d+$/.exec(serverVersion);
  if (match === null) {
    faults.add('serverVersion', shown(serverVersion), 'a release such as 2.15.3', 'Name the release of the image.');
    return;
  }
  const [, major, minor] = match;
  faults.require(
    Number(major) === 2 && Number(minor) >= 12,
    'serverVersion',
    serverVersion,
    '2.12 or a later release of 2: earlier ones admit a leaf without credentials',
    'Use a later image.',
  );
  const conf: ConfMap = Object.assign({}, ...serverSections(config));
  for (const { path, since } of fieldsNewerThan(conf, serverVersion)) {
    faults.add(
      'serverVersion',
      serverVersion,
      `at least ${since}, because of ${path}`,
      'Use a later image, or remove the option: the server does not start with an unknown field.',
    );
  }
}

function checkServerName(faults: Faults, serverName: string | Variable): void {
  checkVariable(faults, 'serverName', serverName);
  if (serverName instanceof Variable) return;
  checkLiteral(faults, 'serverName', serverName);
  faults.require(
    /^\S+$/.test(serverName),
    'serverName',
    shown(serverName),
    'a name without spaces, unique among all connected servers',
    'Name the server, or use a Variable with the name of its pod.',
  );
}

function checkPorts(faults: Faults, config: ServerConfig): void {
  const ports: readonly (readonly [field: string, port: number | undefined])[] = [
    ['port', config.port ?? 4222],
    ['httpPort', config.httpPort],
    ['cluster.port', config.cluster?.port],
    ['leafnodes.listener.port', config.leafnodes?.listener?.port],
  ];
  const fieldByPort = new Map<number, string>();
  for (const [field, port] of ports) {
    if (port === undefined) continue;
    checkPort(faults, field, port);
    const other = fieldByPort.get(port);
    if (other !== undefined) {
      faults.add(
        field,
        `${port}, as ${other} is`,
        'a different port for each listener',
        'Give each listener another port.',
      );
    }
    fieldByPort.set(port, field);
  }
}

function checkFiles(faults: Faults, { pidFile, includes = [] }: ServerConfig): void {
  if (pidFile !== undefined) checkPath(faults, 'pidFile', pidFile);
  for (const [index, path] of includes.entries()) {
    const field = `includes[${index}]`;
    checkLiteral(faults, field, path);
    faults.require(
      !path.startsWith('/'),
      field,
      shown(path),
      'a path relative to the configuration file',
      'Write it relative, such as ../nats-auth/auth.conf: the server appends an absolute path to its own directory.',
    );
    faults.require(
      /^[\w./-]+$/.test(path) && !/^\d/.test(path),
      field,
      shown(path),
      'a path of letters, digits, dots, dashes and slashes that does not begin with a digit',
      'Rename the file.',
    );
  }
}

function checkJetStream(
  faults: Faults,
  { storeDir, domain, maxMemoryStore, maxFileStore, syncInterval }: JetStream,
): void {
  checkPath(faults, 'jetstream.storeDir', storeDir);
  faults.require(
    !/^\/(tmp(\/|$)|$)/.test(storeDir),
    'jetstream.storeDir',
    shown(storeDir),
    'a directory on its own volume',
    'Use the path at which the volume is mounted.',
  );
  checkName(faults, 'jetstream.domain', domain);
  for (const [field, size] of [
    ['maxMemoryStore', maxMemoryStore],
    ['maxFileStore', maxFileStore],
  ] as const) {
    faults.require(
      byteCount(size) > 0,
      `jetstream.${field}`,
      '0',
      'more than 0',
      'Set how much streams may use: the server reads 0 as no limit.',
    );
  }
  faults.require(
    syncInterval === undefined || syncInterval === 'always' || syncInterval.toMilliseconds() > 0,
    'jetstream.syncInterval',
    '0s',
    "more than 0 s, or 'always'",
    "Use 'always' to force each write to the disk.",
  );
}

function checkCluster(faults: Faults, { cluster }: ServerConfig): void {
  if (cluster === undefined) return;
  checkName(faults, 'cluster.name', cluster.name);
  checkCount(faults, 'cluster.poolSize', cluster.poolSize);
  faults.require(
    cluster.routes.length > 0,
    'cluster.routes',
    'empty',
    "the URLs of the cluster's servers",
    'Name each server, or remove the cluster.',
  );
  for (const [index, url] of cluster.routes.entries()) {
    checkUrl(faults, `cluster.routes[${index}]`, url, ['nats', 'nats-route', 'tls']);
  }
  if (cluster.tls === undefined) return;
  checkTls(faults, 'cluster.tls', cluster.tls);
  faults.require(
    cluster.tls.verify === true,
    'cluster.tls.verify',
    String(cluster.tls.verify ?? false),
    'true: otherwise any peer that reaches the port joins the cluster',
    'Set it to true.',
  );
}
