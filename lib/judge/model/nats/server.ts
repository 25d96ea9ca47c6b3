import { posix } from 'node:path';
import { parseImageName } from '../../../formats/image-name.js';
import { type ParsedConf, parseConf } from '../../../formats/nats-conf/parse.js';
import { Variable } from '../../../formats/nats-conf/value.js';
import { objectLabel } from '../../../manifest/object.js';
import { listAt, stringAt, stringListAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import type { Container, PodTemplate } from '../pods/pod.js';
import { ConfNode } from './conf-node.js';
import { originOf } from './mounts.js';

/** A configuration that a server reads from a ConfigMap. */
export interface ServerConf {
  /** The ConfigMap. */
  readonly resource: Resource;
  /** Key of its data. */
  readonly key: string;
  readonly text: string;
  readonly parsed: ParsedConf;
  /** The ConfigMaps that it includes files of. */
  readonly parts: readonly Resource[];
  readonly root: ConfNode;
}

/** A container that runs nats-server. */
export interface NatsServer {
  readonly pod: PodTemplate;
  readonly container: Container;
  /** Release that the image's tag names, `2.14.2` or `2.14`; undefined if it names none. */
  readonly release: string | undefined;
  /** What the server reads; undefined if that is not known, because it is not in a ConfigMap among the files. */
  readonly conf: ServerConf | undefined;
  /** The arguments of the program. */
  readonly flags: readonly string[];
  /** Where the server looks for its configuration; undefined if it is given none and gets everything from flags. */
  readonly configPath: string | undefined;
}

/** Where the official images look for a configuration when they are given no arguments. */
const DEFAULT_CONFIG_PATH = '/etc/nats/nats-server.conf';

/** Every container of a cluster that runs nats-server, with the configuration that it reads. */
export const natsServersOf = perCluster((cluster): readonly NatsServer[] =>
  cluster.pods.flatMap((pod) =>
    pod.containers.filter(runsNatsServer).map((container) => serverOf(cluster, pod, container)),
  ),
);

/** The servers that run in the pods of an object. */
export function natsServersIn(cluster: ClusterIndex, resource: Resource): readonly NatsServer[] {
  return natsServersOf(cluster).filter(({ pod }) => pod.resource === resource);
}

function runsNatsServer(container: Container): boolean {
  if (container.list !== 'containers') return false;
  const words = [...stringListAt(container.spec, 'command'), ...stringListAt(container.spec, 'args')];
  const [program] = words;
  if (program !== undefined && posix.basename(program) === 'nats-server') return true;
  if (stringListAt(container.spec, 'command').length > 0)
    return words.some((word) => /(^|[\s/])nats-server(\s|$)/.test(word));
  return /^(nats|nats-server)$/.test(imageName(container));
}

function imageName(container: Container): string {
  return posix.basename(parseImageName(stringAt(container.spec, 'image') ?? '').repository);
}

function releaseOf(container: Container): string | undefined {
  const { tag = '' } = parseImageName(stringAt(container.spec, 'image') ?? '');
  return /^v?(\d+\.\d+(?:\.\d+)?)(?:-[\w.]+)?$/.exec(tag)?.[1];
}

function serverOf(cluster: ClusterIndex, pod: PodTemplate, container: Container): NatsServer {
  const configPath = configPathOf(container);
  return {
    pod,
    container,
    release: releaseOf(container),
    flags: flagsOf(container),
    configPath,
    conf: configPath === undefined ? undefined : confAt(cluster, pod, container, configPath),
  };
}

function flagsOf(container: Container): readonly string[] {
  const all = [...stringListAt(container.spec, 'command'), ...stringListAt(container.spec, 'args')];
  const words = all.flatMap((word) => word.split(/\s+/));
  return words.slice(words.findIndex((word) => posix.basename(word) === 'nats-server') + 1);
}

function configPathOf(container: Container): string | undefined {
  const words = flagsOf(container);
  const hasArguments = listAt(container.spec, 'command').length + listAt(container.spec, 'args').length > 0;
  if (!hasArguments) return DEFAULT_CONFIG_PATH;
  for (const [index, word] of words.entries()) {
    const [, value] = /^--?(?:c|config)(?:=(.*))?$/.exec(word) ?? [];
    if (value !== undefined) return value;
    if (/^--?(?:c|config)$/.test(word)) return words[index + 1];
  }
  return undefined;
}

function confAt(cluster: ClusterIndex, pod: PodTemplate, container: Container, path: string): ServerConf | undefined {
  const origin = originOf(cluster, pod, container, path);
  if (origin.kind !== 'configMap') return undefined;
  const { resource, key, text } = origin;
  const includedFrom = (relative: string) =>
    originOf(cluster, pod, container, posix.join(posix.dirname(path), relative));
  const parts = new Set<Resource>();
  const parsed = parseConf(text, {
    where: `${objectLabel(resource.object)}: ${key}`,
    include: (relative) => {
      const included = includedFrom(relative);
      if (included.kind !== 'configMap') return undefined;
      parts.add(included.resource);
      return included.text;
    },
  });
  const source = { parsed, resource, key };
  const isSecret = (file: string) => includedFrom(file).kind === 'secret';
  const variablesOnly = variablesInclude(parsed, undefinedVariables(ConfNode.root(source), container), isSecret);
  const root = ConfNode.root(variablesOnly === undefined ? source : { ...source, variablesOnly });
  return { resource, key, text, parsed, parts: [...parts], root };
}

/**
 * The include that is assumed to define variables only: the only one that could not be read, if it is the file of a Secret and
 * the configuration uses variables that nothing else defines. Settings that are not secret do not belong in such a file.
 */
function variablesInclude(
  parsed: ParsedConf,
  needed: ReadonlySet<string> | undefined,
  isSecret: (file: string) => boolean,
): string | undefined {
  const [include, ...others] = parsed.includes.filter(({ known }) => !known);
  if (include === undefined || others.length > 0 || include.into !== '' || !isSecret(include.file)) return undefined;
  return needed === undefined || needed.size === 0 ? undefined : include.path;
}

/** The variables that neither the configuration nor the container's environment defines; undefined if the environment is not known. */
export function undefinedVariables(root: ConfNode, container: Container): ReadonlySet<string> | undefined {
  if (listAt(container.spec, 'envFrom').length > 0) return undefined;
  const names = [...root.walk()].flatMap(({ value }) => (value instanceof Variable ? [value.name] : []));
  return new Set(names.filter((name) => envValueOf(container, name) === undefined));
}

/** The value of an environment variable: a literal, the pod's own name, or something that is not known. */
export type EnvValue =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'podName'; readonly prefix: string }
  | { readonly kind: 'unknown' };

/** The value of a container's environment variable; undefined if it has none. */
export function envValueOf(container: Container, name: string): EnvValue | undefined {
  const variables = listAt(container.spec, 'env');
  const variable = variables.findLast((entry) => stringAt(entry, 'name') === name);
  if (variable === undefined) return undefined;
  if (stringAt(variable, 'valueFrom', 'fieldRef', 'fieldPath') === 'metadata.name')
    return { kind: 'podName', prefix: '' };
  const text = stringAt(variable, 'value');
  if (text === undefined || valueAt(variable, 'valueFrom') !== undefined) return { kind: 'unknown' };
  const reference = /^([^$]*)\$\(([^)]+)\)$/.exec(text);
  if (reference === null) return text.includes('$(') ? { kind: 'unknown' } : { kind: 'literal', text };
  const [, prefix = '', other = ''] = reference;
  const inner = other === name ? undefined : envValueOf(container, other);
  if (inner?.kind === 'literal') return { kind: 'literal', text: prefix + inner.text };
  return inner?.kind === 'podName' ? { kind: 'podName', prefix: prefix + inner.prefix } : { kind: 'unknown' };
}
