/** A Pod whose spec has these fields beside its one container. */
export function podWith(fields: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers: [{ name: web, image: example.org/web:1.4.2 }]
${indented(fields, 2)}`;
}

/** A Pod whose one container has these fields beside its name and image. */
export function containerWith(fields: string): string {
  return `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
${indented(fields, 6)}`;
}

function indented(fields: string, spaces: number): string {
  return fields === '' ? '' : fields.replaceAll(/^/gm, ' '.repeat(spaces)).concat('\n');
}
