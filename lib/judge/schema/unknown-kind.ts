import { kindIndex } from '../../../imports/kinds.js';
import { nearest } from '../../formats/did-you-mean.js';
import { groupOf } from '../../manifest/object.js';
import type { Verdict } from './verdict.js';

interface Place {
  readonly group: string;
  readonly kind: string;
  readonly versions: readonly string[];
}

const places: readonly Place[] = Object.entries(kindIndex).flatMap(([group, kinds]) =>
  Object.entries(kinds).map(([kind, { versions }]) => ({ group, kind, versions })),
);

function apiVersionsOf({ group, versions }: Place): readonly string[] {
  return versions.map((version) => (group === '' ? version : `${group}/${version}`));
}

/** Says which API version or kind was meant by one that has no schema. */
export function unknownKind(apiVersion: string, kind: string): Verdict {
  const verdict = { rule: 'schema/unknown-kind', got: `${apiVersion} ${kind}` } as const;
  const group = groupOf(apiVersion);
  const own = places.find((place) => place.group === group && place.kind === kind);
  const sameName = own === undefined ? places.filter((place) => place.kind === kind) : [own];
  if (sameName.length > 0) {
    const [preferred] = sameName.flatMap(apiVersionsOf);
    return {
      ...verdict,
      at: ['apiVersion'],
      expected: sameName.flatMap(apiVersionsOf).join(' or '),
      fix: `Set apiVersion to ${preferred}.`,
    };
  }
  const inGroup = places.filter((place) => apiVersionsOf(place).includes(apiVersion));
  const meant =
    nearest(
      kind,
      inGroup.map((place) => place.kind),
    ) ??
    nearest(
      kind,
      places.map((place) => place.kind),
    );
  const place = inGroup.find((candidate) => candidate.kind === meant) ?? places.find((other) => other.kind === meant);
  const [suggestion] = place === undefined ? [] : apiVersionsOf(place);
  if (place === undefined || suggestion === undefined)
    return {
      ...verdict,
      at: ['kind'],
      expected: 'a kind of Kubernetes 1.28 or of a custom resource that the project knows',
      fix: 'Correct the kind, or keep the file out of the check.',
    };
  if (inGroup.includes(place))
    return { ...verdict, at: ['kind'], expected: `${apiVersion} ${place.kind}`, fix: `Set kind to ${place.kind}.` };
  return {
    ...verdict,
    at: ['kind'],
    expected: `${suggestion} ${place.kind}`,
    fix: `Set kind to ${place.kind}, and apiVersion to ${suggestion}.`,
  };
}
