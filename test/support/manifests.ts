/** A Pod `apps/web` with that spec, written as flow YAML. */
export const pod = (spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, labels: { app: web } }
spec: ${spec}
`;

/** A Deployment, StatefulSet, DaemonSet or Job `apps/web` with that pod spec and those further fields. */
export const workload = (kind: string, podSpec: string, more = ''): string => `
apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: web, namespace: apps }
spec:
  ${more}
  template:
    metadata: { labels: { app: web } }
    spec: ${podSpec}
`;

/** A CronJob `apps/web` with that pod spec. */
export const cronJob = (podSpec: string): string => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: web, namespace: apps }
spec: { jobTemplate: { spec: { template: { spec: ${podSpec} } } } }
`;

/** An object `apps/web` of any kind. */
export const object = (apiVersion: string, kind: string, fields: string): string => `
apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: apps }
${fields}
`;

/** One file of several documents. */
export const documents = (...texts: readonly string[]): string => texts.join('\n---\n');

/** The first object of a text as an API server returns it, with what every live object has. */
export const live = (text: string, uid = 'uid-1'): string =>
  text.replace(
    'metadata: { ',
    `metadata: { uid: ${uid}, resourceVersion: "7", creationTimestamp: "2026-06-01T08:00:00Z", `,
  );
