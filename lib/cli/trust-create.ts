import { join } from 'node:path';
import { type Diagnostic, throwIfAny } from '../diagnostic.js';
import { type Authority, createIntermediate, createRoot, type Source } from '../write/trust/create.js';
import { writePlanned } from './trust-files.js';
import {
  checkLabel,
  generationFolder,
  generations,
  loadNewestRoot,
  type PlannedFile,
  publicRootPath,
  readDays,
} from './trust-layout.js';
import type { ClusterPlan, TrustPlan } from './trust-plan.js';
import { renderIntermediateSecret } from './trust-secret.js';

/** Where a command works, and its sources of keys and time. */
export interface TrustContext extends Source {
  /** Folder that relative paths are relative to. */
  readonly cwd: string;
  /** Prints one line of what was done or found. */
  readonly print: (line: string) => void;
}

/** Output folder and lifetime of intermediates. */
export interface IntermediateOptions {
  /** Folder for keys. @default - trust/<fleet> */
  readonly out?: string;
  /** Whole days as `365d`, or hours as `8760h`. */
  readonly intermediateValidity: string;
}

/** Output folder of the public root, and lifetime of a root. */
export interface RootOptions {
  /** Folder for keys. @default - trust/<fleet> */
  readonly out?: string;
  /** Folder for the public root. */
  readonly public: string;
  /** Whole days as `3650d`, or hours as `87600h`. */
  readonly rootValidity: string;
}

/** Options of `trust create`. */
export interface CreateOptions extends IntermediateOptions, RootOptions {}

/** `trust create`: a first root, and the intermediates of each cluster. */
export async function runCreate(
  context: TrustContext,
  fleet: string,
  plan: TrustPlan,
  options: CreateOptions,
): Promise<void> {
  const root = readDays('Option --root-validity', options.rootValidity);
  throwIfAny([
    ...checkLabel('Fleet name', fleet),
    ...plan.problems,
    ...root.problems,
    ...readDays('Option --intermediate-validity', options.intermediateValidity).problems,
  ]);
  const out = options.out ?? join('trust', fleet);
  const existing = generations(context.cwd, out);
  throwIfAny(
    existing.map((generation) => ({
      where: generationFolder(out, generation),
      got: 'already there',
      expected: 'a fleet without a root',
      fix: 'Use `trust rotate` for a second root, `trust add-cluster` for another cluster.',
    })),
  );
  const base = `${fleet}.${plan.trustDomain}`;
  const authority = await createRoot({ commonName: `root-1.${base}`, validityDays: root.days }, context);
  const files = rootFiles(authority, 1, fleet, out, options.public);
  for (const cluster of plan.clusters) {
    files.push(...(await intermediateFiles(context, { authority, generation: 1 }, fleet, cluster, out, options)));
  }
  finish(context, files);
}

/** `trust add-cluster`: the intermediates of one cluster, signed by the newest root. */
export async function runAddCluster(
  context: TrustContext,
  fleet: string,
  plan: TrustPlan,
  options: IntermediateOptions,
): Promise<void> {
  throwIfAny([
    ...checkLabel('Fleet name', fleet),
    ...plan.problems,
    ...readDays('Option --intermediate-validity', options.intermediateValidity).problems,
  ]);
  const out = options.out ?? join('trust', fleet);
  const { root, generation } = loadNewestRoot(context.cwd, out);
  const files: PlannedFile[] = [];
  for (const cluster of plan.clusters) {
    files.push(...(await intermediateFiles(context, { authority: root, generation }, fleet, cluster, out, options)));
  }
  finish(context, files);
}

/** `trust rotate`: another root beside the existing ones, which do not change. */
export async function runRotate(
  context: TrustContext,
  fleet: string,
  problems: readonly Diagnostic[],
  options: RootOptions,
): Promise<void> {
  const validity = readDays('Option --root-validity', options.rootValidity);
  throwIfAny([...checkLabel('Fleet name', fleet), ...problems, ...validity.problems]);
  const out = options.out ?? join('trust', fleet);
  const { root: old, generation } = loadNewestRoot(context.cwd, out);
  const next = generation + 1;
  const spec = { commonName: `root-${next}.${baseName(old)}`, validityDays: validity.days };
  finish(context, rootFiles(await createRoot(spec, context), next, fleet, out, options.public));
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
  cluster: ClusterPlan,
  out: string,
  options: IntermediateOptions,
): Promise<PlannedFile[]> {
  const folder = join(generationFolder(out, generation), cluster.name);
  const validityDays = readDays('Option --intermediate-validity', options.intermediateValidity).days;
  const files: PlannedFile[] = [];
  for (const { use, namespace, secretName } of cluster.intermediates) {
    const commonName = `${use}.${cluster.name}.${baseName(root)}`;
    // The identity issuer, or the CA of istiod, is below that of a mesh.
    const pathLength = use === 'mesh' ? 1 : 0;
    const made = await createIntermediate({ commonName, pathLength, validityDays }, root, context);
    const secret = renderIntermediateSecret({ name: secretName, namespace, fleet }, made, root.certificate);
    files.push(
      { path: join(folder, `${use}.crt`), text: made.certificate.pem, secret: true },
      { path: join(folder, `${use}.key`), text: made.keyPem, secret: true },
      { path: join(folder, `${use}.secret.yaml`), text: secret, secret: true },
    );
  }
  return files;
}

/** What follows `CN=root-<n>.` in a root's name: fleet and trust domain. */
function baseName({ certificate }: Authority): string {
  return certificate.subject.replace(/^CN=(?:root-\d+\.)?/, '');
}

function finish(context: TrustContext, files: readonly PlannedFile[]): void {
  writePlanned(context.cwd, files);
  for (const { path, secret } of files) context.print(`${secret ? 'secret' : 'public'}  ${path}`);
}
