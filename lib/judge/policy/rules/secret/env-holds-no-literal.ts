import { POD_KINDS } from '../../../model/pods/pod.js';
import { passwordInUrl } from '../../../model/secret-shape.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

const SECRET_NAME = /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|TOKEN|SECRET|CREDENTIALS?|\w*KEY)$/i;
/** A path to a mounted file, and a reference to another variable. */
const POINTER = /^(?:\/|\$\([^)]*\)$)/;

export default defineRule({
  id: 'secret/env-holds-no-literal',
  severity: 'error',
  scope: 'object',
  summary:
    'No environment variable that has the name of a secret, or a URL with a password, has its value in the manifest.',
  rationale: 'Anyone who can read the repository or the pod has the secret, and only a rollout can change it.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainer,
  *check({ field }) {
    for (const variable of field.at('env').items) {
      const name = variable.at('name').text ?? '';
      const value = variable.at('value');
      const text = value.text ?? '';
      const url = passwordInUrl(text);
      if (!url && (!SECRET_NAME.test(name) || text === '' || POINTER.test(text))) continue;
      yield value.violation({
        got: url ? `a URL with a password in ${name}` : `a literal of ${text.length} characters in ${name}`,
        expected: 'valueFrom.secretKeyRef',
        fix: 'Put the value into a Secret that is delivered separately from the manifests, and refer to it. Replace the value, because it is exposed.',
      });
    }
  },
  passes: containerWith('env: [{ name: DB_PASSWORD, valueFrom: { secretKeyRef: { name: db, key: password } } }]'),
  fails: containerWith('env: [{ name: DB_PASSWORD, value: not-so-secret }]'),
});
