import { objectAt, stringAt } from '../../../../manifest/read.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'network/service-selects-a-pod',
  severity: 'error',
  scope: 'object',
  summary: 'Every Service with a selector selects a pod of its namespace.',
  rationale: 'A Service whose selector matches nothing has no endpoints, and every connection to it is refused.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  appliesTo: ['Service'],
  passes: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: web } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  fails: `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: website } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`,
  *check(resource, cluster) {
    const selector = objectAt(resource.object, 'spec', 'selector');
    if (selector === undefined || Object.keys(selector).length === 0) return;
    if (stringAt(resource.object, 'spec', 'type') === 'ExternalName') return;
    if (cluster.podsBehind(resource).length > 0) return;
    yield {
      path: 'spec.selector',
      got: JSON.stringify(selector),
      expected: 'the labels of a pod in the same namespace',
      fix: 'Use the labels of the pods that are to answer; until then the Service refuses every connection.',
    };
  },
});
