import { judge } from '../../lib/judge/policy/judge.js';
import { allRules } from '../../lib/judge/policy/rules/all.js';
import { validate } from '../../lib/judge/schema/validate.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { Fleet } from '../../lib/write/platform/fleet.js';
import { filesOf } from './synth.js';

/** All that schema and policy find in what a fleet of one cluster would write, as `rule Kind name path: got`. */
export async function findingsOf(fleet: Fleet): Promise<string[]> {
  const resources = [...filesOf(fleet)]
    .filter(([path]) => path.endsWith('.yaml'))
    .flatMap(([path, text]) => parseManifests(text, path).resources);
  const judges = { rules: allRules, validators: [{ name: 'schema', validate }] };
  const { findings, crashes } = await judge([{ name: 'hub', resources }], judges);
  return [
    ...crashes.map(({ rule, message }) => `${rule} crashed: ${message}`),
    ...findings.map(
      ({ rule, severity, resource: { object }, path, got }) =>
        `${severity} ${rule} ${object.kind} ${object.metadata.name} ${path}: ${got}`,
    ),
  ];
}
