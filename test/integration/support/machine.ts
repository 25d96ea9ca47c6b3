import { type Internet, UPLINK } from './internet.js';
import { Namespace } from './namespace.js';

/** A Service's port on the machine's own addresses, and the pods behind it. */
export interface NodePort {
  readonly nodePort: number;
  readonly targetPort: number;
  /** Addresses of the pods that are ready. */
  readonly endpoints: readonly string[];
}

/** Address of the machine in its own pod network: the pods' gateway, and where the kubelet's probes come from. */
const GATEWAY = '10.42.0.1';
const POD_NETWORK = '10.42.0.0/16';

/**
 * A virtual machine with one node of a cluster: it routes its pods' packets, hides them behind its own address on the way
 * out, and forwards its NodePorts to pods, as kube-proxy and a routing CNI do.
 */
export class Machine {
  readonly namespace: Namespace;
  readonly addresses: readonly string[];
  readonly #internet: Internet;
  readonly #port: string;
  #pods = 0;

  private constructor(namespace: Namespace, addresses: readonly string[], internet: Internet, port: string) {
    this.namespace = namespace;
    this.addresses = addresses;
    this.#internet = internet;
    this.#port = port;
  }

  static async boot(name: string, addresses: readonly string[], internet: Internet): Promise<Machine> {
    const namespace = await Namespace.open(
      `Machine ${name}`,
      ['net', 'mount'],
      // The mount of /proc/sys is the namespace's own only where it is mounted in it.
      'mount -t proc proc /proc; echo 1 > /proc/sys/net/ipv4/ip_forward; echo held; exec cat',
    );
    const port = internet.plug(namespace);
    const [first = ''] = addresses;
    namespace.configure(
      'ip',
      ['-batch', '-'],
      [
        'link set lo up',
        `address add ${GATEWAY}/32 dev lo`,
        ...addresses.map((address) => `address add ${address}/32 dev ${UPLINK}`),
        `route add default dev ${UPLINK} src ${first}`,
        '',
      ].join('\n'),
    );
    namespace.configure(
      'nft',
      ['-f', '-'],
      `table ip node {
        chain leave { type nat hook postrouting priority srcnat; ip saddr ${POD_NETWORK} oifname "${UPLINK}" masquerade; }
      }\n`,
    );
    return new Machine(namespace, addresses, internet, port);
  }

  /** Reserves an address for a pod. */
  nextPodAddress(): string {
    this.#pods += 1;
    return `10.42.0.${this.#pods + 1}`;
  }

  /** Gives a pod its interface: a cable to this machine, and a route through it to everywhere. */
  connect(pod: Namespace, address: string): void {
    const cable = `pod${address.split('.').at(-1)}`;
    this.namespace.configure('ip', [
      ...['link', 'add', cable, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', String(pod.pid)],
    ]);
    this.namespace.configure('ip', ['link', 'set', cable, 'up']);
    this.namespace.configure('ip', ['route', 'add', `${address}/32`, 'dev', cable, 'src', GATEWAY]);
    pod.configure(
      'ip',
      ['-batch', '-'],
      [
        'link set lo up',
        'link set eth0 up',
        `address add ${address}/32 dev eth0`,
        `route add ${GATEWAY}/32 dev eth0`,
        `route add default via ${GATEWAY} dev eth0`,
        '',
      ].join('\n'),
    );
  }

  /** Forwards each NodePort to its endpoints in turn; one without endpoints refuses connections. */
  forward(ports: readonly NodePort[]): void {
    const own = `{ ${this.addresses.join(', ')} }`;
    const rules = ports
      .filter(({ endpoints }) => endpoints.length > 0)
      .map(({ nodePort, targetPort, endpoints }) => {
        const turns = endpoints.map((address, index) => `${index} : ${address}`).join(', ');
        return `ip daddr ${own} tcp dport ${nodePort} dnat to numgen inc mod ${endpoints.length} map { ${turns} }:${targetPort};`;
      });
    const table = `table ip nodeports {
      chain arrive { type nat hook prerouting priority dstnat; ${rules.join(' ')} }
    }\n`;
    this.namespace.configure('nft', ['-f', '-'], `table ip nodeports {}\ndelete table ip nodeports\n${table}`);
  }

  /** Makes every packet between this machine and the others vanish. */
  cutOff(): void {
    this.#internet.cut(this.#port);
  }

  reconnect(): void {
    this.#internet.heal(this.#port);
  }

  async shutDown(): Promise<void> {
    await this.namespace.close();
  }
}
