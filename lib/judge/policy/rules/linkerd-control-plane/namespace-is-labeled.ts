import { at } from '../../../../manifest/field-path.js';
import { shown, stringsAt } from '../../../../manifest/read.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
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
  summary: "The namespace of the control plane bears Linkerd's marks.",
  rationale:
    "By the labels Linkerd's webhooks leave their own namespace out, so that they never wait for themselves, and trust-manager finds where the trust roots belong. A namespace that Helm or kubectl created has none of them.",
  source: 'https://linkerd.io/2-edge/tasks/install-helm/',
  appliesTo: ['Namespace'],
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
  *check({ object }, cluster) {
    if (object.metadata.name !== controlPlaneInstallOf(cluster)?.namespace) return;
    for (const [field, wanted] of Object.entries({ annotations: ANNOTATIONS, labels: LABELS })) {
      const found = stringsAt(object, 'metadata', field);
      for (const [key, expected] of Object.entries(wanted)) {
        if (found[key] === expected) continue;
        const path = at('metadata', field, key);
        yield { path, got: shown(found[key]), expected, fix: 'Set it on the namespace of the control plane.' };
      }
    }
  },
});
