import { join } from 'node:path';
import { type Problem, rejectIfAny } from '../problem.js';
import { type Authority, createIntermediate, createRoot, type Source } from '../trust/create.js';
import { writePlanned } from './trust-files.js';
import {
  checkDomain,
  checkLabel,
  generationFolder,
  generations,
  loadNewestRoot,
  type PlannedFile,
  publicRootPath,
  readDays,
} from './trust-layout.js';
import { renderIntermediateSecret } from './trust-secret.js';

/** Where a command works, and what it draws keys and time from. */
export interface TrustContext extends Source {
  /** Folder that relative paths start from. */
  readonly cwd: string;
  /** Prints one line of what was done or found. */
  readonly print: (line: string) => void;
}

/** Options that say what intermediates are called and how long they live. */
export interface IntermediateOptions {
  /** Folder for keys. @default - trust/<fleet> */
  readonly out?: string;
  /** Whole days as `365d`, or hours as `8760h`. */
  readonly intermediateValidity: string;
  /** Namespace of the mesh intermediate's Secret. */
  readonly meshNamespace: string;
  /** Name of the mesh intermediate's Secret. */
  readonly meshSecret: string;
  /** Namespace of the messaging intermediate's Secret. */
  readonly messagingNamespace: string;
  /** Name of the messaging intermediate's Secret. */
  readonly messagingSecret: string;
}

/** Options that say where the public root goes, and how long a root lives. */
export interface RootOptions {
  /** Folder for keys. @default - trust/<fleet> */
  readonly out?: string;
  /** Folder for the public root. */
  readonly public: string;
  /** Whole days as `3650d`, or hours as `87600h`. */
  readonly rootValidity: string;
}

/** Options of `trust create`. */
export interface CreateOptions extends IntermediateOptions, RootOptions {
  /** Names of the fleet's clusters; at least one. @default - none, which is a problem */
  readonly cluster?: readonly string[];
  /** Ending of the certificates' common names. */
  readonly trustDomain: string;
}

/** `trust create`: a first root, and the intermediates of each cluster. */
export async function runCreate(context: TrustContext, fleet: string, options: CreateOptions): Promise<void> {
  const clusters = options.cluster ?? [];
  const root = readDays('Option --root-validity', options.rootValidity);
  rejectIfAny([
    ...checkLabel('Fleet name', fleet),
    ...checkDomain('Option --trust-domain', options.trustDomain),
    ...checkClusters(clusters),
    ...root.problems,
    ...checkIntermediates(options),
  ]);
  const out = options.out ?? join('trust', fleet);
  const existing = generations(context.cwd, out);
  rejectIfAny(
    existing.map((generation) => ({
      where: generationFolder(out, generation),
      got: 'already there',
      expected: 'a fleet without a root',
      fix: 'Use `meshwright trust rotate` for a second root, `meshwright trust add-cluster` for another cluster.',
    })),
  );
  const base = `${fleet}.${options.trustDomain}`;
  const authority = await createRoot({ commonName: `root-1.${base}`, validityDays: root.days }, context);
  const files = rootFiles(authority, 1, fleet, out, options.public);
  for (const cluster of clusters) {
    files.push(...(await intermediateFiles(context, { authority, generation: 1 }, fleet, cluster, out, options)));
  }
  finish(context, files);
}

/** `trust add-cluster`: the intermediates of one cluster, signed by the newest root. */
export async function runAddCluster(
  context: TrustContext,
  fleet: string,
  cluster: string,
  options: IntermediateOptions,
): Promise<void> {
  rejectIfAny([...checkLabel('Fleet name', fleet), ...checkClusters([cluster]), ...checkIntermediates(options)]);
  const out = options.out ?? join('trust', fleet);
  const { root, generation } = loadNewestRoot(context.cwd, out);
  finish(context, await intermediateFiles(context, { authority: root, generation }, fleet, cluster, out, options));
}

/** `trust rotate`: another root beside those that exist, which stay as they are. */
export async function runRotate(context: TrustContext, fleet: string, options: RootOptions): Promise<void> {
  const validity = readDays('Option --root-validity', options.rootValidity);
  rejectIfAny([...checkLabel('Fleet name', fleet), ...validity.problems]);
  const out = options.out ?? join('trust', fleet);
  const { root: old, generation } = loadNewestRoot(context.cwd, out);
  const next = generation + 1;
  const spec = { commonName: `root-${next}.${baseName(old)}`, validityDays: validity.days };
  finish(context, rootFiles(await createRoot(spec, context), next, fleet, out, options.public));
}

function checkClusters(clusters: readonly string[]): Problem[] {
  const where = 'Option --cluster';
  if (clusters.length === 0) {
    return [{ where, got: 'absent', expected: 'the name of each cluster', fix: 'Give it once for each cluster.' }];
  }
  const repeated = clusters.filter((name, index) => clusters.indexOf(name) !== index);
  return [
    ...clusters.flatMap((name) => checkLabel('Cluster name', name)),
    ...repeated.map((name) => ({
      where,
      got: `'${name}' more than once`,
      expected: 'each cluster once',
      fix: 'Remove the repetition.',
    })),
  ];
}

function checkIntermediates(options: IntermediateOptions): Problem[] {
  return [
    ...readDays('Option --intermediate-validity', options.intermediateValidity).problems,
    ...checkLabel('Option --mesh-namespace', options.meshNamespace),
    ...checkLabel('Option --messaging-namespace', options.messagingNamespace),
    ...checkDomain('Option --mesh-secret', options.meshSecret),
    ...checkDomain('Option --messaging-secret', options.messagingSecret),
  ];
}

function rootFiles(root: Authority, generation: number, fleet: string, out: string, folder: string): PlannedFile[] {
  const secret = generationFolder(out, generation);
  const { pem } = root.certificate;
  return [
    { path: publicRootPath(folder, fleet, generation), text: pem, secret: false },
    { path: join(secret, 'root.crt'), text: pem, secret: true },
    { path: join(secret, 'root.key'), text: root.keyPem, secret: true },
  ];
}

async function intermediateFiles(
  context: TrustContext,
  { authority: root, generation }: { readonly authority: Authority; readonly generation: number },
  fleet: string,
  cluster: string,
  out: string,
  options: IntermediateOptions,
): Promise<PlannedFile[]> {
  const folder = join(generationFolder(out, generation), cluster);
  const validityDays = readDays('Option --intermediate-validity', options.intermediateValidity).days;
  const kinds = [
    { label: 'mesh', pathLength: 1, name: options.meshSecret, namespace: options.meshNamespace },
    { label: 'messaging', pathLength: 0, name: options.messagingSecret, namespace: options.messagingNamespace },
  ];
  const files: PlannedFile[] = [];
  for (const { label, pathLength, name, namespace } of kinds) {
    const commonName = `${label}.${cluster}.${baseName(root)}`;
    const made = await createIntermediate({ commonName, pathLength, validityDays }, root, context);
    const secret = renderIntermediateSecret({ name, namespace, fleet }, made, root.certificate);
    files.push(
      { path: join(folder, `${label}.crt`), text: made.certificate.pem, secret: true },
      { path: join(folder, `${label}.key`), text: made.keyPem, secret: true },
      { path: join(folder, `${label}.secret.yaml`), text: secret, secret: true },
    );
  }
  return files;
}

/** What stands behind `CN=root-<n>.` in a root's name: fleet and trust domain. */
function baseName({ certificate }: Authority): string {
  return certificate.subject.replace(/^CN=(?:root-\d+\.)?/, '');
}

function finish(context: TrustContext, files: readonly PlannedFile[]): void {
  writePlanned(context.cwd, files);
  for (const { path, secret } of files) context.print(`${secret ? 'secret' : 'public'}  ${path}`);
}
