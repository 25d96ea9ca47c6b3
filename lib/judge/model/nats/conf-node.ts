import type { ParsedConf } from '../../../formats/nats-conf/parse.js';
import { type ConfValue, isConfList, isConfMap, Variable } from '../../../formats/nats-conf/value.js';

/** Other names that the server takes for a field. */
const aliases: Readonly<Record<string, readonly string[]>> = {
  leafnodes: ['leaf'],
  user: ['username'],
  password: ['pass'],
  urls: ['url'],
  account: ['local'],
  credentials: ['creds'],
  nkey: ['seed'],
  host: ['net'],
  http_port: ['monitor_port'],
  max_connections: ['max_conn'],
  max_subscriptions: ['max_subs'],
  max_memory_store: ['max_mem_store', 'max_mem'],
  max_file_store: ['max_file'],
  store_dir: ['store', 'storedir'],
  sync_interval: ['sync'],
  system_account: ['system'],
  advertise: ['client_advertise', 'cluster_advertise', 'leafnode_advertise'],
  permissions: ['permission', 'authorization'],
  default_permissions: ['default_permission', 'permissions'],
  publish: ['pub', 'import'],
  subscribe: ['sub', 'export'],
  allowed_connection_types: ['connection_types', 'clients'],
  reconnect: ['reconnect_delay', 'reconnect_interval'],
  handshake_first: ['first', 'immediate'],
};

/** How a configuration is looked at, besides what was read of it. */
export interface Outlook {
  /**
   * The one include that was not read and that is taken to define variables alone, as it stands in the text: what the text
   * leaves out at its top stands nowhere then.
   * @default - an include that was not read may hold anything
   */
  readonly variablesOnly?: string;
  /**
   * Whether the text may be a part of a configuration that another file includes, so that nothing is known of what it leaves out.
   * @default false
   */
  readonly fragment?: boolean;
}

/** One value of a configuration, or the place where it would stand. Field names are read as the server reads them. */
export class ConfNode {
  constructor(
    private readonly parsed: ParsedConf,
    /** `leafnodes.remotes[0].urls`; empty for the whole. */
    readonly path: string,
    readonly value: ConfValue | undefined,
    /** Whether the value may stand in an included file whose content is not known. */
    private readonly hidden: boolean,
    private readonly outlook: Outlook,
    /** The include that would define the field if it held more than variables. */
    readonly presumed: string | undefined,
  ) {}

  static root(parsed: ParsedConf, outlook: Outlook = {}): ConfNode {
    return new ConfNode(parsed, '', parsed.value, false, outlook, undefined);
  }

  /** The field of that name, or of one of its other names, at these steps below. */
  at(...names: readonly string[]): ConfNode {
    return names.reduce<ConfNode>((node, name) => node.#child(name), this);
  }

  #child(name: string): ConfNode {
    const prefix = this.path === '' ? '' : `${this.path}.`;
    const accepted = [name, ...(aliases[name] ?? [])];
    const entries = isConfMap(this.value) ? Object.entries(this.value) : [];
    const found = entries.findLast(([key]) => accepted.includes(key.toLowerCase()));
    if (found !== undefined) return this.#present(`${prefix}${found[0]}`, found[1]);
    const { variablesOnly, fragment = false } = this.outlook;
    const unknownHere = this.parsed.includes.some(
      ({ into, known, path }) => !known && into === this.path && path !== variablesOnly,
    );
    const readInFull = this.parsed.problems.every(({ got }) => got.startsWith('a second '));
    const outside = fragment && this.path === '';
    const hidden = this.hidden || unknownHere || outside || !readInFull || this.value instanceof Variable;
    const presumed = this.path === '' ? variablesOnly : this.presumed;
    return new ConfNode(this.parsed, `${prefix}${name}`, undefined, hidden, this.outlook, presumed);
  }

  #present(path: string, value: ConfValue): ConfNode {
    return new ConfNode(this.parsed, path, value, false, this.outlook, undefined);
  }

  /** The named entries of a block whose names the user chooses, such as accounts. Variables are left out. */
  entries(): readonly (readonly [name: string, node: ConfNode])[] {
    if (!isConfMap(this.value)) return [];
    return Object.entries(this.value)
      .map(([name, value]) => [name, this.#present(this.path === '' ? name : `${this.path}.${name}`, value)] as const)
      .filter(([, node]) => !this.parsed.variables.has(node.path));
  }

  /** The items of a list; a single value counts as a list of one. */
  items(): readonly ConfNode[] {
    if (this.value === undefined) return [];
    if (!isConfList(this.value)) return [this];
    return this.value.map((value, index) => this.#present(`${this.path}[${index}]`, value));
  }

  /** This node and all below it. */
  *walk(): Generator<ConfNode> {
    yield this;
    if (isConfList(this.value)) for (const item of this.items()) yield* item.walk();
    else for (const [, node] of this.entries()) yield* node.walk();
  }

  /** The key under which the value stands, in lower case; that of the list for an item. */
  get key(): string {
    return (/([^.[\]]+)(?:\[\d+\])*$/.exec(this.path)?.[1] ?? '').toLowerCase();
  }

  get present(): boolean {
    return this.value !== undefined;
  }

  /** Whether the field stands nowhere: neither here nor, as far as can be known, in an included file. */
  get absent(): boolean {
    return this.value === undefined && !this.hidden;
  }

  /** Whether the content is not known: a variable, or a field that may stand in an included file. */
  get unknown(): boolean {
    return this.value instanceof Variable || (this.value === undefined && this.hidden);
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  get flag(): boolean | undefined {
    return typeof this.value === 'boolean' ? this.value : undefined;
  }

  /** Whether it is switched on: `true`, `enabled`, or a block that is not disabled. */
  get enabled(): boolean {
    if (isConfMap(this.value)) return this.at('enabled').flag !== false && this.at('enable').flag !== false;
    return this.value === true || /^enabled?$/i.test(this.text ?? '');
  }

  /** Line of the key, or of the nearest block around it that stands in the text. */
  get line(): number | undefined {
    for (let path = this.path; path !== ''; path = path.replace(/(\.[^.[]+|\[[^\]]*\]|^[^.[]+)$/, '')) {
      const line = this.parsed.lines.get(path);
      if (line !== undefined) return line;
    }
    return undefined;
  }
}
