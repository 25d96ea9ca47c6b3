import type { Resource } from '../../manifest/resource.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { type WorkloadClaim, workloadClaims } from '../model/istio/selectors.js';
import { kindOf, namespaceOf } from '../model/pods/pod.js';
import { type NotJudged, notJudged } from './outcome.js';

/** The workloads that an object takes for itself. Of two that select pods outside the files nobody can tell whether they compete. */
export function claimsOnWorkloads(resource: Resource, cluster: ClusterIndex): readonly (WorkloadClaim | NotJudged)[] {
  return workloadClaims(resource, cluster).map((claim) =>
    isPodless(claim) && hasPodlessRival(resource, cluster)
      ? notJudged('no pod that it selects is among the files', claim.field)
      : claim,
  );
}

function hasPodlessRival(resource: Resource, cluster: ClusterIndex): boolean {
  return cluster
    .ofKindIn(namespaceOf(resource), kindOf(resource.object))
    .some((other) => other !== resource && workloadClaims(other, cluster).some(isPodless));
}

function isPodless({ things }: WorkloadClaim): boolean {
  return things.length === 0;
}
