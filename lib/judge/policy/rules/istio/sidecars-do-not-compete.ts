import { selectorOf } from '../../../model/istio/selectors.js';
import { SIDECAR } from '../../../model/istio/traffic-kinds.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { competing } from '../../declared/competing.js';
import { claimsOnWorkloads } from '../../workload-claims.js';

const example = (name: string) => `
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: a, namespace: apps }
spec: { workloadSelector: { labels: { app: web } }, egress: [{ hosts: ["./*"] }] }
---
apiVersion: networking.istio.io/v1
kind: Sidecar
metadata: { name: b, namespace: apps }
spec: { workloadSelector: { labels: { app: ${name} } }, egress: [{ hosts: ["*/*"] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web }] }
`;

export default competing({
  id: 'istio/sidecars-do-not-compete',
  severity: 'error',
  summary: 'At most one Sidecar of a namespace applies to each pod.',
  rationale:
    'A proxy follows one Sidecar. If several apply to it, it is undefined which: the egress that one of them closes may stay open.',
  source: 'https://istio.io/latest/docs/reference/config/analysis/ist0110/',
  appliesTo: [SIDECAR],
  reads: [
    ...POD_KINDS,
    'ConfigMap',
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
  ],
  passes: example('shop'),
  fails: example('web'),
  claims: claimsOnWorkloads,
  report: 'each',
  got: ({ field }, rivals) =>
    selectorOf(field.resource) === undefined
      ? `no selector, like ${rivals}`
      : `${field.shown}, for pods that ${rivals} selects too`,
  expected: 'one Sidecar without a selector in a namespace, and at most one that selects a pod',
  effect: 'It is undefined which one the pods follow; the settings of the others have no effect.',
  fix: 'Merge them, or make their selectors disjoint.',
});
