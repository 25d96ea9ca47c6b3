import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { groupedBy } from '../per-cluster.js';
import { namespaceOf } from '../pods/pod.js';
import { qualified } from './hosts.js';
import { DESTINATION_RULE } from './traffic-kinds.js';

/** One `trafficPolicy`, or one entry of its `portLevelSettings`. */
export interface TrafficPolicy {
  readonly field: Field;
  /** The policy that an entry for a port belongs to; undefined for a whole policy. */
  readonly parent: TrafficPolicy | undefined;
}

/** A subset of a DestinationRule. */
export interface Subset {
  readonly field: Field;
  readonly name: string;
}

/** Full name of the host that a DestinationRule is about. */
export function ruleHost(resource: Resource): string {
  return qualified(Field.of(resource).at('spec', 'host').text ?? '', namespaceOf(resource));
}

/** The DestinationRules about one full host name, or one wildcard. */
export const rulesOfHost = groupedBy((cluster: ClusterIndex) => cluster.ofKind(DESTINATION_RULE), ruleHost);

export function subsetsOf(resource: Resource): readonly Subset[] {
  return Field.of(resource)
    .at('spec', 'subsets')
    .items.flatMap((field) => {
      const name = field.at('name').text;
      return name === undefined ? [] : [{ field, name }];
    });
}

/** Every traffic policy of a DestinationRule: its own, those of its subsets, and those of ports. */
export function trafficPoliciesOf(resource: Resource): readonly TrafficPolicy[] {
  return [Field.of(resource).at('spec'), ...subsetsOf(resource).map(({ field }) => field)].flatMap((owner) =>
    policiesAt(owner.at('trafficPolicy')),
  );
}

function policiesAt(field: Field): readonly TrafficPolicy[] {
  if (field.mapping === undefined) return [];
  const whole: TrafficPolicy = { field, parent: undefined };
  const ofPorts = field
    .at('portLevelSettings')
    .items.filter(({ mapping }) => mapping !== undefined)
    .map((entry) => ({ field: entry, parent: whole }));
  return [whole, ...ofPorts];
}
