import { POD_KINDS } from '../../../model/pods/pod.js';
import { selectsPods } from '../../declared/selects-pods.js';

export default selectsPods({
  id: 'network/service-selects-a-pod',
  severity: 'error',
  summary: 'Every Service with a selector selects a pod of its namespace.',
  rationale: 'A Service whose selector matches nothing has no endpoints, and every connection to it is refused.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service',
  appliesTo: ['Service'],
  reads: [...POD_KINDS, 'Namespace'],
  unless: (selector) => selector.beside('type').text === 'ExternalName',
  states: {
    selector: 'spec.selector',
    form: 'labels',
    empty: 'is not judged',
    effect: 'The Service has no endpoints and refuses every connection.',
    fix: 'Use the labels of the pods that answer.',
  },
  passes: example('web'),
  fails: example('website'),
});

function example(app: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { selector: { app: ${app} } }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
