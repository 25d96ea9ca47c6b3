import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { fieldRule } from '../../declared/field-rule.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';

const MARKS = {
  'annotations["linkerd.io/inject"]': 'disabled',
  'labels["config.linkerd.io/admission-webhooks"]': 'disabled',
  'labels["linkerd.io/is-control-plane"]': 'true',
};

export default fieldRule({
  id: 'linkerd-control-plane/namespace-is-labeled',
  severity: 'warning',
  summary: 'The namespace of the control plane has the labels and annotations that Linkerd requires.',
  rationale:
    "By the labels Linkerd's webhooks exclude their own namespace, so that they never wait for themselves, and trust-manager finds the namespace for the trust roots. A namespace that Helm or kubectl created has none of them.",
  source: 'https://linkerd.io/2-edge/tasks/install-helm/',
  appliesTo: ['Namespace'],
  reads: ['ConfigMap', 'apps/Deployment'],
  passes: `${controllerExample()}---
apiVersion: v1
kind: Namespace
metadata:
  name: linkerd
  annotations: { linkerd.io/inject: disabled }
  labels: { linkerd.io/is-control-plane: "true", config.linkerd.io/admission-webhooks: disabled }
`,
  fails: `${controllerExample()}---
apiVersion: v1
kind: Namespace
metadata: { name: linkerd }
`,
  of: 'object',
  unless: ({ resource }, cluster) =>
    everyInstall(cluster).every(({ namespace }) => namespace !== resource.object.metadata.name),
  states: Object.entries(MARKS).map(([mark, value]) => ({
    field: `metadata.${mark}`,
    must: { equal: value },
    fix: 'Set it on the namespace of the control plane.',
  })),
});
