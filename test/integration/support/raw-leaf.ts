import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import type { ConfMap } from '../../../lib/formats/nats-conf/value.js';
import { Log } from './log.js';
import type { LoopbackServer } from './loopback-server.js';
import { linkPermissions, mapIn, withUser } from './permission-cases.js';

let count = 0;
const RAW_LEAF = { user: 'raw-leaf', pass: 'raw-leaf' } as const;

/**
 * Lets a leaf connect without TLS, by a password and with the permissions of the synthesized link, so that a test can speak as a
 * leaf that ignores its own part of the permissions.
 */
export function withRawLeaf(conf: ConfMap): ConfMap {
  const { tls, ...leafnodes } = mapIn(conf, 'leafnodes');
  const leaf = {
    user: RAW_LEAF.user,
    password: RAW_LEAF.pass,
    allowed_connection_types: ['LEAFNODE'],
    permissions: linkPermissions(conf),
  };
  return withUser({ ...conf, leafnodes }, leaf);
}

/** A leaf that says what a test wants it to say, line by line. */
export class RawLeaf {
  /** What the hub says. */
  readonly log = new Log('The hub, to the leaf');
  readonly #socket: Socket;
  readonly #closed: Promise<unknown>;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.#closed = once(socket, 'close');
    // The hub may hang up while the leaf still speaks.
    socket.on('error', () => undefined);
    this.log.follow(socket);
  }

  static async open(hub: LoopbackServer): Promise<RawLeaf> {
    const [host = '', port = ''] = hub.leafAddress.split(':');
    const leaf = new RawLeaf(connect(Number(port), host));
    await leaf.log.line(/^INFO /);
    const name = `raw-leaf-${++count}`;
    await leaf.say([`CONNECT ${JSON.stringify({ ...RAW_LEAF, name, server_id: name, headers: true })}`]);
    return leaf;
  }

  /** Says lines, and waits until the hub has acted on all of them, or has hung up because of one. */
  async say(lines: readonly string[]): Promise<void> {
    const from = this.log.length;
    this.#socket.write([...lines, 'PING', ''].join('\r\n'));
    await Promise.race([this.log.line(/^PONG\r$/, { from }), this.#closed]);
  }

  /** Subjects of the messages that the hub has sent. */
  get received(): readonly string[] {
    return this.log.lines.flatMap((line) => /^LMSG (\S+) /.exec(line)?.[1] ?? []);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** The line by which a leaf sends a message to its hub. */
export function leafMessage(subject: string): string {
  return `LMSG ${subject} 0\r\n`;
}
