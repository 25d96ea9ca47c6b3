import type { ParsedConf } from '../../../formats/nats-conf/parse.js';
import { Bytes, type ConfValue, isConfList, isConfMap, Variable } from '../../../formats/nats-conf/value.js';
import type { FieldFault, Violation } from '../../../manifest/field.js';
import { at } from '../../../manifest/field-path.js';
import type { Resource } from '../../../manifest/resource.js';

/** Other names that the server accepts for a field. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
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

/** Keys whose values are secrets wherever they are. */
const SECRET_KEYS = new Set(['password', 'pass', 'token']);
/** The keys by which JetStream encrypts its files; elsewhere the names mean other things. */
const FILE_KEY = /(^|\.)jetstream\.(prev_)?(key|ek|encryption_key)$|\.tpm\.(encryption|srk)_password$/i;
/** The private half of an nkey. */
const SEED = /^S[A-Z2-7]{40,}$/;
const USER_INFO = /^([a-z-]+:\/\/)[^/@]+@/i;

/** Where a configuration was read, and what is assumed about the parts that were not. */
export interface ConfSource {
  readonly parsed: ParsedConf;
  /** The ConfigMap. */
  readonly resource: Resource;
  /** Key of its data. */
  readonly key: string;
  /**
   * The one include that was not read and that is assumed to define variables only, as the text spells it: fields that the
   * text leaves out at the top level are then absent.
   * @default - an include that was not read may define anything
   */
  readonly variablesOnly?: string;
  /**
   * Whether the text may be part of a configuration that another file includes, so that nothing is known about what it leaves out.
   * @default false
   */
  readonly fragment?: boolean;
}

/**
 * One field of a configuration, or the place where it would be. Field names are read as the server reads them. Reading a field
 * and reporting on it use the same path, which is written once: `const verify = root.at('leafnodes', 'tls', 'verify')`.
 */
export class ConfNode {
  private constructor(
    private readonly source: ConfSource,
    /** `leafnodes.remotes[0].urls`; empty for the whole. */
    readonly path: string,
    readonly value: ConfValue | undefined,
    /** What may set the field and was not read. */
    private readonly hiddenIn: string | undefined,
    /** The include that would define the field if it defined more than variables. */
    private readonly presumed: string | undefined,
  ) {}

  static root(source: ConfSource): ConfNode {
    return new ConfNode(source, '', source.parsed.value, undefined, undefined);
  }

  /** The field of that name, or of one of its other names, at these steps below. */
  at(...names: readonly string[]): ConfNode {
    return names.reduce<ConfNode>((node, name) => node.#child(name), this);
  }

  #child(name: string): ConfNode {
    const prefix = this.path === '' ? '' : `${this.path}.`;
    const accepted = [name, ...(ALIASES[name] ?? [])];
    const entries = isConfMap(this.value) ? Object.entries(this.value) : [];
    const found = entries.findLast(([key]) => accepted.includes(key.toLowerCase()));
    if (found !== undefined) return this.#present(`${prefix}${found[0]}`, found[1]);
    const presumed = this.path === '' ? this.source.variablesOnly : this.presumed;
    return new ConfNode(this.source, `${prefix}${name}`, undefined, this.hiddenIn ?? this.#unread(), presumed);
  }

  #present(path: string, value: ConfValue): ConfNode {
    return new ConfNode(this.source, path, value, undefined, undefined);
  }

  /** What may set fields of this block and was not read. */
  #unread(): string | undefined {
    const { parsed, key, variablesOnly } = this.source;
    if (this.value instanceof Variable) return `$${this.value.name}, whose value is not known`;
    const include = parsed.includes.find(
      ({ into, known, path }) => !known && into === this.path && path !== variablesOnly,
    );
    if (include !== undefined) return `${include.path}, which is not among the files`;
    if (!parsed.problems.every(({ got }) => got.startsWith('a second ')))
      return `the part of ${key} that cannot be read`;
    return this.path === '' && this.source.fragment === true ? includingFile(key) : undefined;
  }

  /** The named entries of a block whose names the user chooses, such as accounts. Variables are left out. */
  entries(): readonly (readonly [name: string, node: ConfNode])[] {
    if (!isConfMap(this.value)) return [];
    return Object.entries(this.value)
      .map(([name, value]) => [name, this.#present(this.path === '' ? name : `${this.path}.${name}`, value)] as const)
      .filter(([, node]) => !this.source.parsed.variables.has(node.path));
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

  /** The object that holds the configuration. */
  get resource(): Resource {
    return this.source.resource;
  }

  /** The entry of the ConfigMap that holds the configuration. */
  get place(): Pick<Violation, 'resource' | 'path'> {
    return { resource: this.source.resource, path: at('data', this.source.key) };
  }

  /** The field's own key, in lower case; that of the list for an item. */
  get key(): string {
    return (/([^.[\]]+)(?:\[\d+\])*$/.exec(this.path)?.[1] ?? '').toLowerCase();
  }

  get present(): boolean {
    return this.value !== undefined;
  }

  /** Whether the field is nowhere: neither here nor, as far as can be known, in an included file. */
  get absent(): boolean {
    return this.value === undefined && this.hiddenIn === undefined;
  }

  /** Whether the content is not known: a variable, or a field that an included file may define. */
  get unknown(): boolean {
    return this.value instanceof Variable || (this.value === undefined && this.hiddenIn !== undefined);
  }

  /** Why the content is not known: `leafnodes.tls may be set in auth.conf, which is not among the files`. */
  get whyUnknown(): string {
    if (this.value instanceof Variable) return `${this.path} is $${this.value.name}, whose value is not known`;
    return `${this.path} may be set in ${this.hiddenIn ?? this.source.key}`;
  }

  /** Whether the field is not known only because the whole text may be part of another file, which then decides about it. */
  get inOtherFile(): boolean {
    return this.value === undefined && this.hiddenIn === includingFile(this.source.key);
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

  /** Whether the field is one for a password, a token or a private key. */
  get isForSecret(): boolean {
    return SECRET_KEYS.has(this.key) || FILE_KEY.test(this.path);
  }

  /** Line of the key, or of the nearest enclosing block that the text has. */
  get line(): number | undefined {
    for (let path = this.path; path !== ''; path = path.replace(/(\.[^.[]+|\[[^\]]*\]|^[^.[]+)$/, '')) {
      const line = this.source.parsed.lines.get(path);
      if (line !== undefined) return line;
    }
    return undefined;
  }

  /** How a message shows the value; never a secret. */
  get shown(): string {
    const { value, presumed } = this;
    if (value === undefined) {
      return presumed === undefined ? 'nothing' : `nothing, assuming that ${presumed} defines only variables`;
    }
    if (value instanceof Variable) return `$${value.name}`;
    if (value instanceof Bytes) return String(value.count);
    if (isConfList(value)) return value.length === 0 ? 'an empty list' : 'a list';
    if (isConfMap(value)) return 'a block';
    if (this.isForSecret || SEED.test(String(value))) return 'a secret';
    return value === '' ? '""' : String(value).replace(USER_INFO, '$1');
  }

  /** Reports that the field is wrong, on the ConfigMap and with the line; what was found is its value unless the report says otherwise. */
  violation({ got = this.shown, ...fault }: FieldFault): Violation {
    const part = this.path === '' ? '' : `${this.path}${this.line === undefined ? '' : ` (line ${this.line})`}: `;
    return { ...this.place, got: `${part}${got}`, ...fault };
  }
}

function includingFile(key: string): string {
  return `the file that includes ${key}`;
}
