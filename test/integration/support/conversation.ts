import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { Log } from './log.js';

/** Who a client is. */
export interface Login {
  readonly user: string;
  readonly pass: string;
}

/** A client of a NATS server that speaks the protocol line by line, so that each answer is known to be the last. */
export class Conversation {
  /** What the server says. */
  readonly log: Log;
  readonly #socket: Socket;

  private constructor(socket: Socket, title: string) {
    this.#socket = socket;
    this.log = new Log(title);
    this.log.follow(socket);
    // The server gives up a client that leaves its pings unanswered.
    socket.on('data', (data) => {
      if (/^PING\r$/m.test(String(data))) socket.write('PONG\r\n');
    });
  }

  /**
   * @param address `host:port`
   * @param ca roots by which the server is known, where it speaks TLS once it has said who it is
   */
  static async open(address: string, login: Login, ca?: string): Promise<Conversation> {
    const [host = '', port = ''] = address.split(':');
    const title = `The server, to ${login.user}`;
    const plain = connect(Number(port), host);
    const conversation = new Conversation(ca === undefined ? plain : await encrypted(plain, { host, ca }), title);
    const options = { ...login, verbose: false, pedantic: false, headers: true, no_responders: true };
    await conversation.say([`CONNECT ${JSON.stringify(options)}`]);
    return conversation;
  }

  /** Says lines, and returns what the server has said by the time it has acted on all of them. */
  async say(lines: readonly string[]): Promise<readonly string[]> {
    const from = this.log.length;
    this.#socket.write([...lines, 'PING', ''].join('\r\n'));
    await this.log.line(/^PONG\r$/, { from });
    return this.log.lines.slice(from);
  }

  close(): void {
    this.#socket.destroy();
  }
}

/** Hears what the server says of itself, and goes on in TLS. */
async function encrypted(plain: Socket, options: { readonly host: string; readonly ca: string }): Promise<Socket> {
  await once(plain, 'data');
  const socket = connectTls({ ...options, socket: plain });
  await once(socket, 'secureConnect');
  return socket;
}

/** The line that publishes a message. */
export function publish(subject: string, text = ''): string {
  return `PUB ${subject} ${Buffer.byteLength(text)}\r\n${text}`;
}
