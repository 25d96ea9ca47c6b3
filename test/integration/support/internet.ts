import { Namespace } from './namespace.js';

/** A machine's end of the cable. */
export const UPLINK = 'uplink';

/** What the machines are plugged into: a switch in a network namespace of its own, with a port for each machine. */
export class Internet {
  readonly #namespace: Namespace;
  #ports = 0;

  private constructor(namespace: Namespace) {
    this.#namespace = namespace;
  }

  static async open(): Promise<Internet> {
    const namespace = await Namespace.open('The switch', ['net']);
    namespace.configure('ip', ['link', 'add', 'switch', 'type', 'bridge']);
    namespace.configure('ip', ['link', 'set', 'switch', 'up']);
    return new Internet(namespace);
  }

  /** Plugs a machine in, and returns its port. */
  plug(machine: Namespace): string {
    const port = `port${this.#ports++}`;
    const ends = ['link', 'add', port, 'type', 'veth', 'peer', 'name', UPLINK, 'netns', String(machine.pid)];
    this.#namespace.configure('ip', ends);
    this.#namespace.configure('ip', ['link', 'set', port, 'master', 'switch', 'up']);
    machine.configure('ip', ['link', 'set', UPLINK, 'up']);
    return port;
  }

  /** Lets a port drop every frame while the machine's link stays up, so that neither side is notified. */
  cut(port: string): void {
    this.#namespace.configure('bridge', ['link', 'set', 'dev', port, 'state', '0']);
  }

  heal(port: string): void {
    this.#namespace.configure('bridge', ['link', 'set', 'dev', port, 'state', '3']);
  }

  async close(): Promise<void> {
    await this.#namespace.close();
  }
}
