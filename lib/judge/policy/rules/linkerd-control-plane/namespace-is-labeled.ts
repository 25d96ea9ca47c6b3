import { Field } from '../../../../manifest/field.js';
import { shown } from '../../../../manifest/shown.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const LABELS: Readonly<Record<string, string>> = {
  'config.linkerd.io/admission-webhooks': 'disabled',
  'linkerd.io/is-control-plane': 'true',
};
const ANNOTATIONS: Readonly<Record<string, string>> = { 'linkerd.io/inject': 'disabled' };

export default defineRule({
  id: 'linkerd-control-plane/namespace-is-labeled',
  severity: 'warning',
  scope: 'object',
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
  about: (resource, cluster) =>
    everyInstall(cluster).some(({ namespace }) => namespace === resource.object.metadata.name) ? [resource] : [],
  *check(resource) {
    for (const [name, wanted] of Object.entries({ annotations: ANNOTATIONS, labels: LABELS })) {
      for (const [key, expected] of Object.entries(wanted)) {
        const field = Field.of(resource).at('metadata', name, key);
        if (field.text === expected) continue;
        yield field.violation({
          got: shown(field.text),
          expected,
          fix: 'Set it on the namespace of the control plane.',
        });
      }
    }
  },
});
