import { at } from '../../../manifest/field-path.js';
import type { Json, JsonObject } from '../../../manifest/object.js';
import { isObject, listAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';
import { qualified } from './hosts.js';
import { DESTINATION_RULE } from './traffic-kinds.js';

/** One `trafficPolicy`, or one entry of its `portLevelSettings`. */
export interface TrafficPolicy {
  readonly path: string;
  readonly policy: JsonObject;
  /** The policy that holds it, for settings of a port. */
  readonly parent: TrafficPolicy | undefined;
}

/** A subset of a DestinationRule. */
export interface Subset {
  readonly path: string;
  readonly name: string;
  readonly subset: Json;
}

/** Full name of the host that a DestinationRule is about. */
export function ruleHost(resource: Resource): string {
  return qualified(stringAt(resource.object, 'spec', 'host') ?? '', namespaceOf(resource));
}

/** The DestinationRules about one full host name, or one wildcard. */
export const rulesOfHost = groupedBy((cluster: ClusterIndex) => cluster.ofKind(DESTINATION_RULE), ruleHost);

export function subsetsOf({ object }: Resource): readonly Subset[] {
  return listAt(object, 'spec', 'subsets').flatMap((subset, index) => {
    const name = stringAt(subset, 'name');
    return name === undefined ? [] : [{ path: at('spec', 'subsets', index), name, subset }];
  });
}

/** Every traffic policy of a DestinationRule: its own, those of its subsets, and those of ports. */
export function policiesOf(resource: Resource): readonly TrafficPolicy[] {
  return [
    ...policiesAt(objectAt(resource.object, 'spec', 'trafficPolicy'), 'spec.trafficPolicy'),
    ...subsetsOf(resource).flatMap(({ subset, path }) =>
      policiesAt(objectAt(subset, 'trafficPolicy'), at(path, 'trafficPolicy')),
    ),
  ];
}

function policiesAt(policy: JsonObject | undefined, path: string): readonly TrafficPolicy[] {
  if (policy === undefined) return [];
  const whole: TrafficPolicy = { path, policy, parent: undefined };
  const ofPorts = listAt(policy, 'portLevelSettings').flatMap((settings, index) =>
    isObject(settings) ? [{ path: at(path, 'portLevelSettings', index), policy: settings, parent: whole }] : [],
  );
  return [whole, ...ofPorts];
}
