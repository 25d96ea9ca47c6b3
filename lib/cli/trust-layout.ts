import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Diagnostic, InvalidInput, throwIfAny } from '../diagnostic.js';
import { dnsDomain, dnsLabel, matches } from '../formats/name-syntax.js';
import { parseCertificate } from '../formats/x509/certificate.js';
import type { Authority } from '../write/trust/create.js';

/** A file to write. */
export interface PlannedFile {
  /** Relative to the working directory. */
  readonly path: string;
  readonly text: string;
  /** Whether it holds a key. Such a file has mode 0600 and is in folders of mode 0700 that git must ignore. */
  readonly secret: boolean;
}

/** What is wrong with a name that becomes part of file names and common names. */
export function checkLabel(where: string, name: string): Diagnostic[] {
  if (matches(name, dnsLabel)) return [];
  return [
    {
      where,
      got: `'${name}'`,
      expected: 'a DNS label of 1 to 63 characters: a-z, 0-9 and - inside',
      fix: 'Choose such a name.',
    },
  ];
}

/** What is wrong with a DNS domain. */
export function checkDomain(where: string, domain: string): Diagnostic[] {
  if (matches(domain, dnsDomain)) return [];
  return [{ where, got: `'${domain}'`, expected: 'DNS labels joined by dots', fix: 'Choose such a name.' }];
}

/** Reads `3650d`, `24h` as whole days. */
export function readDays(where: string, text: string): { days: number; problems: Diagnostic[] } {
  const [, amount, unit] = /^(\d{1,6})(d|h)$/.exec(text) ?? [];
  const days = unit === 'h' ? Number(amount) / 24 : Number(amount);
  if (days >= 1 && days <= 36_500) return { days, problems: [] };
  const fix = 'Use 3650d for a root and 365d for an intermediate.';
  return { days: 1, problems: [{ where, got: `'${text}'`, expected: '1d to 36500d, or as many hours', fix }] };
}

/** Path of the public certificate of the n-th root in the fleet's source. */
export function publicRootPath(folder: string, fleet: string, generation: number): string {
  return join(folder, `${fleet}.root-${generation}.crt`);
}

/** Folder of the n-th root with its key, and of all that it signed. */
export function generationFolder(out: string, generation: number): string {
  return join(out, `root-${generation}`);
}

/** The numbers of the roots whose keys are in a folder, ascending. */
export function generations(cwd: string, out: string): number[] {
  const folder = resolve(cwd, out);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .map((name) => Number(/^root-([1-9]\d*)$/.exec(name)?.[1]))
    .filter((generation) => !Number.isNaN(generation))
    .sort((a, b) => a - b);
}

/** Reads the newest root of a fleet. Throws {@link InvalidInput} if there is none. */
export function loadNewestRoot(cwd: string, out: string): { root: Authority; generation: number } {
  const generation = generations(cwd, out).at(-1);
  const folder = generationFolder(out, generation ?? 1);
  const [crt, key] = [join(folder, 'root.crt'), join(folder, 'root.key')];
  const absent = [crt, key].filter((path) => !existsSync(resolve(cwd, path)));
  throwIfAny(
    absent.map((path) => ({
      where: path,
      got: 'absent',
      expected: "the fleet's root with its key",
      fix: 'Run `trust create` first, restore the offline root for this step, or name its folder with --out.',
    })),
  );
  const { certificates, problems } = parseCertificate(crt, readFileSync(resolve(cwd, crt), 'utf8'));
  const [certificate] = certificates;
  throwIfAny(problems);
  if (certificate === undefined || generation === undefined) throw new InvalidInput(problems);
  return { root: { certificate, keyPem: readFileSync(resolve(cwd, key), 'utf8') }, generation };
}
