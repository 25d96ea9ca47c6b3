import bcrypt from 'bcryptjs';
import { Duration } from 'cdk8s';
import { expect } from 'vitest';
import { Variable } from '../../../lib/formats/nats-conf/value.js';
import { DEFAULT_SERVER_VERSION } from '../../../lib/write/nats/images.js';
import type { User } from '../../../lib/write/nats/server-config/account.js';
import { checkServerConfig } from '../../../lib/write/nats/server-config/check.js';
import type { LeafCredentials } from '../../../lib/write/nats/server-config/leafnodes.js';
import type { ServerConfig } from '../../../lib/write/nats/server-config/model.js';
import { renderServerConfig } from '../../../lib/write/nats/server-config/render.js';
import { freePorts } from '../../support/free-ports.js';
import type { ConfFolder } from './conf-folder.js';
import type { Program } from './program.js';

export const BROKER = '127.0.0.2';
export const LEAF = '127.0.0.1';

/** A broker and a leaf that dials it. */
export interface Link {
  readonly hub: Program;
  readonly leaf: Program;
  readonly hubPort: number;
  readonly leafPort: number;
}

export interface LinkOptions {
  readonly users: readonly User[];
  readonly verifyAndMap?: boolean;
  readonly certificate: string;
  readonly credentials?: LeafCredentials;
  readonly seed?: string;
  /** A URL in the leaf's Secret, with `PORT` in place of the port. */
  readonly secretUrl?: string;
}

/** The password of every user that has one. */
export const password = 'secret';
/** Permissions to publish nearly everything. */
export const open = { publish: { allow: ['*', '*.*', '*.*.>'] } };

/** A broker on 127.0.0.2 and a leaf that dials it, both from rendered configurations. */
export async function link(folder: ConfFolder, options: LinkOptions): Promise<Link> {
  const [hubPort = 0, leafnodePort = 0] = await freePorts(BROKER, 2);
  const [leafPort = 0] = await freePorts(LEAF, 1);
  const hash = bcrypt.hashSync(password, 4);
  const client = (): User => ({
    kind: 'password',
    user: 'client',
    password: new Variable('CLIENT_PASSWORD'),
    allowedConnectionTypes: ['STANDARD'],
    permissions: open,
  });
  const hubConfig: ServerConfig = {
    serverVersion: DEFAULT_SERVER_VERSION,
    serverName: 'hub',
    host: BROKER,
    port: hubPort,
    includes: [await folder.writeSecrets('hub', { CLIENT_PASSWORD: hash })],
    leafnodes: {
      listener: {
        host: BROKER,
        port: leafnodePort,
        authorization: { kind: 'accountUsers', timeout: Duration.seconds(5) },
        tls: {
          ...folder.tlsOf('broker'),
          verify: true,
          verifyAndMap: options.verifyAndMap ?? false,
          handshakeFirst: true,
        },
      },
    },
    accounts: { APP: { users: [client(), ...options.users] }, SYS: {} },
    systemAccount: 'SYS',
  };
  const leafConfig: ServerConfig = {
    serverVersion: DEFAULT_SERVER_VERSION,
    serverName: 'leaf',
    host: LEAF,
    port: leafPort,
    includes: [
      await folder.writeSecrets('leaf', {
        CLIENT_PASSWORD: hash,
        ...(options.seed !== undefined && { LEAF_NKEY_SEED: options.seed }),
        ...(options.secretUrl !== undefined && { LEAF_URL: options.secretUrl.replace('PORT', String(leafnodePort)) }),
      }),
    ],
    leafnodes: {
      remotes: [
        {
          urls: [
            `tls://${BROKER}:${leafnodePort}`,
            ...(options.secretUrl === undefined ? [] : [new Variable('LEAF_URL')]),
          ],
          account: 'APP',
          ...(options.credentials !== undefined && { credentials: options.credentials }),
          tls: { ...folder.tlsOf(options.certificate), handshakeFirst: true },
          ignoreDiscoveredServers: true,
        },
      ],
    },
    accounts: { APP: { users: [client()] }, SYS: {} },
    systemAccount: 'SYS',
  };
  expect([...checkServerConfig('hub', hubConfig), ...checkServerConfig('leaf', leafConfig)]).toEqual([]);
  const hub = await folder.start('hub', renderServerConfig(hubConfig));
  await hub.line(/Server is ready/);
  const leaf = await folder.start('leaf', renderServerConfig(leafConfig));
  return { hub, leaf, hubPort, leafPort };
}
