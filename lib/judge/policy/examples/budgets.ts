/** A PodDisruptionBudget with these fields, and a Deployment of three replicas with the label `app: web`. */
export function budgetWith(fields: string): string {
  return `
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: web, namespace: apps }
spec: { ${fields} }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: apps }
spec:
  replicas: 3
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: example.org/web:1.4.2 }] }
`;
}
