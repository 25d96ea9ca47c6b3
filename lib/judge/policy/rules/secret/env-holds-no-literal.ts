import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { passwordInUrl } from '../../../model/secret-shape.js';
import { defineRule } from '../../rule.js';

const SECRET_NAME = /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|CREDENTIALS?|\w*KEY)$/i;
// A path to a mounted file, and a reference to another variable.
const POINTER = /^(?:\/|\$\([^)]*\)$)/;

export default defineRule({
  id: 'secret/env-holds-no-literal',
  severity: 'error',
  scope: 'object',
  summary:
    'No environment variable that is named like a secret, or is a URL with a password, has its value in the manifest.',
  rationale: 'Whoever reads the repository or the pod has the secret, and it can be changed only by a rollout.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: POD_KINDS,
  passes: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      env: [{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]
`,
  fails: `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      env: [{ name: DB_PASSWORD, value: not-so-secret }]
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    if (pod === undefined) return;
    for (const { path, spec } of pod.containers) {
      for (const [index, variable] of listAt(spec, 'env').entries()) {
        const name = stringAt(variable, 'name') ?? '';
        const value = stringAt(variable, 'value') ?? '';
        const url = passwordInUrl(value);
        if (!url && (!SECRET_NAME.test(name) || value === '' || POINTER.test(value))) continue;
        yield {
          path: at(path, 'env', index, 'value'),
          got: url ? `a URL with a password in ${name}` : `a literal of ${value.length} characters in ${name}`,
          expected: 'valueFrom.secretKeyRef',
          fix: 'Put the value into a Secret that is delivered apart from the manifests, and refer to it. Replace the value, as it is known now.',
        };
      }
    }
  },
});
