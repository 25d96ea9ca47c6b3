import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { Application } from './application.js';
import type { RequestMatch } from './request-match.js';
import type { Service } from './service.js';

/** Faults in the release, the mirroring and the injected faults of a service. */
export function checkRelease(place: Place, service: Service, application: Application): Diagnostic[] {
  return [...checkWeights(place, service), ...checkMirror(place, service), ...checkFault(place, service, application)];
}

function checkWeights(place: Place, { workload, release }: Service): Diagnostic[] {
  if (release === undefined) return [];
  const versions = workload.versions ?? [];
  const weights = Object.entries(release.weights);
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const pins = release.pins ?? [];
  const seen = new Map<string, number>();
  const problems: Diagnostic[] = [];
  if (sum !== 100) {
    problems.push({
      ...at(place, 'release.weights'),
      got: `${weights.map(([version, weight]) => `${version}: ${weight}`).join(', ') || 'empty'}, which sum to ${sum}`,
      expected: 'percentages that sum to 100',
      fix: 'Change all of them in one commit, so that no intermediate state is applied.',
    });
  }
  for (const [version, weight] of weights) {
    const found = versions.find(({ name }) => name === version);
    if (found === undefined) problems.push(unknownVersion(at(place, `release.weights.${version}`), version, workload));
    else if (weight > 0) {
      problems.push(...checkStarted(at(place, `release.weights.${version}`), `${weight} percent`, version, workload));
    }
  }
  for (const [index, { when, version }] of pins.entries()) {
    if (!versions.some(({ name }) => name === version)) {
      problems.push(unknownVersion(at(place, `release.pins[${index}].version`), version, workload));
    } else {
      problems.push(...checkStarted(at(place, `release.pins[${index}].version`), `'${version}'`, version, workload));
    }
    const earlier = seen.get(matchKey(when));
    if (earlier !== undefined) {
      problems.push({
        ...at(place, `release.pins[${index}].when`),
        got: `matched by release.pins[${earlier}].when already`,
        expected: 'a match of its own: the first pin that matches decides',
        fix: 'Drop one of the two.',
      });
    } else seen.set(matchKey(when), index);
  }
  return problems;
}

function checkMirror(place: Place, { workload, mirror, release }: Service): Diagnostic[] {
  if (mirror === undefined) return [];
  const problems: Diagnostic[] = [];
  if (!(workload.versions ?? []).some(({ name }) => name === mirror.version)) {
    problems.push(unknownVersion(at(place, 'mirror.version'), mirror.version, workload));
  } else if ((release?.weights[mirror.version] ?? 0) > 0) {
    problems.push({
      ...at(place, 'mirror.version'),
      got: `'${mirror.version}', which release.weights gives ${release?.weights[mirror.version]} % of the requests`,
      expected: 'a version that answers no requests, so that none takes effect twice',
      fix: 'Set its weight to 0, or mirror to another version.',
    });
  } else problems.push(...checkStarted(at(place, 'mirror.version'), `'${mirror.version}'`, mirror.version, workload));
  return problems;
}

function checkFault(place: Place, { fault, timeout, retries }: Service, { profile, name }: Application): Diagnostic[] {
  if (fault === undefined) return [];
  const problems: Diagnostic[] = [];
  if (profile === 'production') {
    problems.push({
      ...at(place, 'fault'),
      got: `stated, but the profile of application ${name} is production`,
      expected: 'no injected faults in production',
      fix: 'Drop it, or use a staging or development profile.',
    });
  }
  if (fault.when === undefined && (timeout !== undefined || retries !== undefined)) {
    const lost = [timeout && 'timeout', retries && 'retries'].filter((intent) => intent !== undefined);
    problems.push({
      ...at(place, 'fault'),
      got: `for every request, together with ${lost.map((intent) => `${intent}`).join(' and ')}`,
      expected: 'a fault for some requests only: timeouts and retries do not work for requests with an injected fault',
      fix: `State in fault.when which requests fail, or drop ${lost.join(' and ')}.`,
    });
  }
  return problems;
}

function checkStarted(place: Place, got: string, version: string, workload: Service['workload']): Diagnostic[] {
  const found = (workload.versions ?? []).find(({ name }) => name === version);
  if ((found?.replicas ?? workload.replicas) > 0) return [];
  return [
    {
      ...place,
      got: `${got}, but ${version} of ${workload.name} has 0 replicas`,
      expected: 'a version with running pods',
      fix: 'Start the version first, or send it no requests.',
    },
  ];
}

function unknownVersion(place: Place, version: string, { name, versions = [] }: Service['workload']): Diagnostic {
  return {
    ...place,
    got: `version '${version}', which does not exist`,
    expected: versions.map((known) => known.name).join(' or ') || `a version of ${name}; it states none`,
    fix: `Add it to versions of ${name}, or correct the name.`,
  };
}

function matchKey(when: RequestMatch): string {
  return when.kind === 'path' ? `path ${when.path}` : `${when.kind} ${when.name}=${when.value}`;
}
