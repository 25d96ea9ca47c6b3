import type { Diagnostic } from '../../../diagnostic.js';
import type { Application } from './application.js';
import type { RequestMatch } from './request-match.js';
import type { Service } from './service.js';

/** What is wrong with the versions that answer, with mirroring, and with failures made on purpose. */
export function checkRelease(where: string, service: Service, application: Application): Diagnostic[] {
  return [...checkWeights(where, service), ...checkMirror(where, service), ...checkFault(where, service, application)];
}

function checkWeights(where: string, { workload, release }: Service): Diagnostic[] {
  if (release === undefined) return [];
  const versions = workload.versions ?? [];
  const weights = Object.entries(release.weights);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const pins = release.pins ?? [];
  const seen = new Map<string, number>();
  const problems: Diagnostic[] = [];
  if (sum !== 100) {
    problems.push({
      where: `${where}.release.weights`,
      got: `${weights.map(([version, weight]) => `${version}: ${weight}`).join(', ') || 'empty'}, in sum ${sum}`,
      expected: 'percentages that sum to 100',
      fix: 'Change both sides together, so that no state in between is ever applied.',
    });
  }
  for (const [version, weight] of weights) {
    const found = versions.find(({ name }) => name === version);
    if (found === undefined) problems.push(unknownVersion(`${where}.release.weights.${version}`, version, workload));
    else if (weight > 0) {
      problems.push(...checkStarted(`${where}.release.weights.${version}`, `${weight} percent`, version, workload));
    }
  }
  for (const [index, { when, version }] of pins.entries()) {
    if (!versions.some(({ name }) => name === version)) {
      problems.push(unknownVersion(`${where}.release.pins[${index}].version`, version, workload));
    } else {
      problems.push(...checkStarted(`${where}.release.pins[${index}].version`, `'${version}'`, version, workload));
    }
    const earlier = seen.get(matchKey(when));
    if (earlier !== undefined) {
      problems.push({
        where: `${where}.release.pins[${index}].when`,
        got: `what ${where}.release.pins[${earlier}].when matches too`,
        expected: 'a pin that is ever reached: the first that matches counts',
        fix: 'Drop one of the two.',
      });
    } else seen.set(matchKey(when), index);
  }
  return problems;
}

function checkMirror(where: string, { workload, mirror, release }: Service): Diagnostic[] {
  if (mirror === undefined) return [];
  const problems: Diagnostic[] = [];
  if (!(workload.versions ?? []).some(({ name }) => name === mirror.version)) {
    problems.push(unknownVersion(`${where}.mirror.version`, mirror.version, workload));
  } else if ((release?.weights[mirror.version] ?? 0) > 0) {
    problems.push({
      where: `${where}.mirror.version`,
      got: `'${mirror.version}', which ${where}.release.weights gives ${release?.weights[mirror.version]} percent of the requests`,
      expected: 'a version that answers none, so that no request takes effect twice',
      fix: 'Give it no weight, or mirror to another.',
    });
  } else problems.push(...checkStarted(`${where}.mirror.version`, `'${mirror.version}'`, mirror.version, workload));
  return problems;
}

function checkFault(where: string, { fault, timeout, retries }: Service, { profile, name }: Application): Diagnostic[] {
  if (fault === undefined) return [];
  const problems: Diagnostic[] = [];
  if (profile === 'production') {
    problems.push({
      where: `${where}.fault`,
      got: `stated, while the profile of application ${name} is production`,
      expected: 'no failure made on purpose where users are',
      fix: 'Drop it here; state it in a staging or development profile.',
    });
  }
  if (fault.when === undefined && (timeout !== undefined || retries !== undefined)) {
    const lost = [timeout && 'timeout', retries && 'retries'].filter((intent) => intent !== undefined);
    problems.push({
      where: `${where}.fault`,
      got: `for every request, beside ${lost.map((intent) => `${where}.${intent}`).join(' and ')}`,
      expected: 'a fault for some requests alone: where a fault is injected, neither timeout nor retries work',
      fix: `Say with when which requests suffer, or drop ${lost.join(' and ')}.`,
    });
  }
  return problems;
}

function checkStarted(where: string, got: string, version: string, workload: Service['workload']): Diagnostic[] {
  const found = (workload.versions ?? []).find(({ name }) => name === version);
  if ((found?.replicas ?? workload.replicas) > 0) return [];
  return [
    {
      where,
      got: `${got}, while versions of ${workload.name} says that ${version} has 0 replicas`,
      expected: 'pods for what gets requests',
      fix: 'Start the version first, or send it nothing.',
    },
  ];
}

function unknownVersion(where: string, version: string, { name, versions = [] }: Service['workload']): Diagnostic {
  return {
    where,
    got: `version '${version}', whose pods no selector would match`,
    expected: versions.map((known) => known.name).join(' or ') || `a version of ${name}, which states none`,
    fix: `Add it to versions of ${name}, or correct the name.`,
  };
}

function matchKey(when: RequestMatch): string {
  return when.kind === 'path' ? `path ${when.path}` : `${when.kind} ${when.name}=${when.value}`;
}
