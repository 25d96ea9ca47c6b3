import type { Fleet } from '../../lib/fleet/fleet.js';
import { parseManifests } from '../../lib/manifest/load.js';
import { judge } from '../../lib/policy/judge.js';
import { allRules } from '../../lib/policy/rules/all.js';
import { validate } from '../../lib/schema/validate.js';
import { filesOf } from './synth.js';

/** All that schema and policy find in what a fleet of one cluster would write, as `rule Kind name path: got`. */
export async function findingsOf(fleet: Fleet): Promise<string[]> {
  const subjects = [...filesOf(fleet)]
    .filter(([path]) => path.endsWith('.yaml'))
    .flatMap(([path, text]) => parseManifests(text, path).subjects);
  const judges = { rules: allRules, validators: [{ name: 'schema', validate }] };
  const { findings, crashes } = await judge([{ name: 'hub', subjects }], judges);
  return [
    ...crashes.map(({ rule, message }) => `${rule} crashed: ${message}`),
    ...findings.map(
      ({ rule, severity, subject: { object }, path, got }) =>
        `${severity} ${rule} ${object.kind} ${object.metadata.name} ${path}: ${got}`,
    ),
  ];
}
