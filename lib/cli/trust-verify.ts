import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Diagnostic, formatDiagnostic, InvalidInput, sortDiagnostics, throwIfAny } from '../diagnostic.js';
import { type Certificate, parseCertificates } from '../formats/x509/certificate.js';
import { encodePem, scanPem } from '../formats/x509/pem.js';
import type { Chain } from '../write/trust/chain.js';
import { day } from '../write/trust/judge.js';
import { readPrivateKey } from '../write/trust/private-key.js';
import { type KeyClaim, verifyHierarchy } from '../write/trust/verify.js';
import type { TrustContext } from './trust-create.js';

/** The content of a set of files. */
interface Contents {
  readonly certificates: readonly Certificate[];
  readonly keys: readonly KeyClaim[];
  readonly problems: readonly Diagnostic[];
}

/** `trust verify`: prints the certificate chains, and each problem. Returns whether there is none. */
export function runVerify(context: TrustContext, paths: readonly string[], options: { readonly at?: string }): boolean {
  const at = readMoment(options.at, context.now);
  const { certificates, keys, problems } = readContents(context.cwd, paths);
  const roots = certificates.filter(({ isCA, subject, issuer }) => isCA && subject === issuer);
  const others = certificates.filter((certificate) => !roots.includes(certificate));
  const { chains, problems: found } = verifyHierarchy({
    roots,
    intermediates: others.filter(({ isCA }) => isCA).map((certificate) => ({ certificate })),
    leaves: others.filter(({ isCA }) => !isCA).map((certificate) => ({ certificate })),
    keys,
    at,
  });
  for (const root of roots) printTree(context, root, chains, keys, at, 0);
  const all = sortDiagnostics([...problems, ...found]);
  for (const problem of all) context.print(formatDiagnostic(problem));
  const noun = certificates.length === 1 ? 'certificate' : 'certificates';
  const count = all.length === 1 ? '1 problem' : `${all.length} problems`;
  context.print(`${certificates.length} ${noun}, ${keys.length} private key${keys.length === 1 ? '' : 's'}: ${count}`);
  return all.length === 0;
}

function readMoment(text: string | undefined, now: Date): Date {
  if (text === undefined) return now;
  const moment = new Date(text);
  if (/^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/.test(text) && !Number.isNaN(moment.getTime())) return moment;
  const fix = 'Write 2030-01-31, or 2030-01-31T12:00:00Z.';
  throw new InvalidInput([{ where: 'Option --at', got: `'${text}'`, expected: 'a date of RFC 3339', fix }]);
}

function readContents(cwd: string, paths: readonly string[]): Contents {
  const texts = paths.map((path) => ({ path, text: readText(cwd, path) }));
  const unreadable = texts.filter(({ text }) => text === undefined);
  throwIfAny(
    unreadable.map(({ path }) => ({
      where: path,
      got: 'not readable',
      expected: 'a PEM file',
      fix: 'Check the path and its permissions.',
    })),
  );
  const certificates = new Map<string, Certificate>();
  const keys: KeyClaim[] = [];
  const problems: Diagnostic[] = [];
  for (const { path, text = '' } of texts) {
    const { blocks, problems: faults } = scanPem(path, text);
    problems.push(...faults);
    const rest = blocks.filter(({ type }) => !type.endsWith('PRIVATE KEY'));
    for (const block of blocks.filter(({ type }) => type.endsWith('PRIVATE KEY'))) {
      const reading = readPrivateKey(path, block);
      if ('problem' in reading) problems.push(reading.problem);
      else keys.push({ where: path, publicKey: reading.publicKey });
    }
    if (rest.length === 0) continue;
    const parsed = parseCertificates(path, rest.map(({ type, der }) => encodePem(type, der)).join(''));
    problems.push(...parsed.problems);
    for (const certificate of parsed.certificates) {
      // Several files often have the same root; it is reported in the first one.
      if (!certificates.has(certificate.fingerprint)) certificates.set(certificate.fingerprint, certificate);
    }
  }
  return { certificates: [...certificates.values()], keys, problems };
}

function readText(cwd: string, path: string): string | undefined {
  try {
    return readFileSync(resolve(cwd, path), 'utf8');
  } catch {
    return undefined;
  }
}

function printTree(
  context: TrustContext,
  certificate: Certificate,
  chains: readonly Chain[],
  keys: readonly KeyClaim[],
  at: Date,
  depth: number,
): void {
  const { subject, notBefore, notAfter, isCA, fingerprint, publicKey } = certificate;
  const kind = depth === 0 ? 'root' : isCA ? 'intermediate' : 'leaf';
  const left = Math.floor((notAfter.getTime() - at.getTime()) / (24 * 60 * 60_000));
  const owned = keys.some((key) => key.publicKey.fingerprint === publicKey.fingerprint) ? ', with its key' : '';
  const lifetime = `${day(notBefore)} to ${day(notAfter)}, ${left < 0 ? 'expired' : `${left} days left`}`;
  context.print(`${'  '.repeat(depth)}${kind} ${subject}: ${lifetime}${owned}`);
  const children = chains.filter((chain) => chain[1]?.fingerprint === fingerprint).map(([child]) => child);
  for (const child of children.sort((a, b) => (a.where < b.where ? -1 : 1))) {
    printTree(context, child, chains, keys, at, depth + 1);
  }
}
