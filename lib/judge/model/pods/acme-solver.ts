import type { Json } from '../../../manifest/object.js';
import { listAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';

/** Label of the pods with which cert-manager answers HTTP-01 challenges: it creates them, and deletes them afterwards. */
const SOLVER = 'acme.cert-manager.io/http01-solver';

/** Whether a selector selects such pods, and an issuer of the cluster needs them. */
export function selectsAcmeSolver(selector: Json | undefined, cluster: ClusterIndex): boolean {
  if (stringAt(selector, 'matchLabels', SOLVER) !== 'true') return false;
  return cluster
    .ofKind('cert-manager.io/Issuer', 'cert-manager.io/ClusterIssuer')
    .some(({ object }) => listAt(object, 'spec', 'acme', 'solvers').some((solver) => objectAt(solver, 'http01')));
}
