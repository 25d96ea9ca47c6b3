import { at } from '../../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../../manifest/read.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { passwordInUrl } from '../../../model/secret-shape.js';
import { defineRule } from '../../rule.js';

/** Flags whose value is a secret, alone in a word or within the text of a shell. */
const FLAG =
  /(?:^|\s)--?((?:(?!no-)[a-z]+[-_])*(?:password|passwd|passphrase)|pass|requirepass|(?:auth|bearer|access|api)[-_]token|token)(=|\s+|$)/gi;
/** What is no value: another flag, a reference to a variable, a path, a switch. */
const NO_LITERAL = /^(?:$|[-$/<>|&;`]|(?:true|false)$)/;

const example = (args: string) => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps }
spec:
  containers:
    - name: web
      image: example.org/web:1.4.2
      args: [${args}]
`;

export default defineRule({
  id: 'secret/command-holds-no-password',
  severity: 'error',
  scope: 'object',
  summary: 'No password or token stands in the command of a container.',
  rationale: 'Whoever reads the repository or the pod has the secret, and whoever sees the processes of the node too.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: POD_KINDS,
  passes: example('--user, web, --password, $(DB_PASSWORD)'),
  fails: example('--user, web, --password, not-so-secret'),
  *check(resource, cluster) {
    for (const { path, spec } of cluster.podOf(resource)?.containers ?? []) {
      for (const [steps, words] of wordListsOf(spec)) {
        for (const [index, word] of words.entries()) {
          const flag = flagWithSecret(word, words[index + 1]);
          if (flag === undefined && !passwordInUrl(word)) continue;
          yield {
            path: at(path, ...steps, index),
            got: flag === undefined ? 'a URL with a password' : `a value after ${flag}`,
            expected: 'a reference to a variable, such as $(PASSWORD), or the path of a mounted file',
            fix: 'Put the value into a Secret that is delivered apart from the manifests, and refer to it. Replace the value, as it is known now.',
          };
        }
      }
    }
  },
});

type Steps = readonly string[];

function wordListsOf(spec: Parameters<typeof listAt>[0]): readonly (readonly [Steps, readonly string[]])[] {
  const lists: Steps[] = [
    ['command'],
    ['args'],
    ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe, 'exec', 'command']),
    ...['preStop', 'postStart'].map((hook) => ['lifecycle', hook, 'exec', 'command']),
  ];
  return lists.map((steps) => [steps, listAt(spec, ...steps).map((_, index) => stringAt(spec, ...steps, index) ?? '')]);
}

/** The flag in a word that a literal secret follows, in the same word or as the next. */
function flagWithSecret(word: string, next: string | undefined): string | undefined {
  for (const match of word.matchAll(FLAG)) {
    const [whole, name = ''] = match;
    const rest = word.slice(match.index + whole.length);
    const value = rest === '' && !whole.endsWith('=') ? next : /^["']?([^\s"']*)/.exec(rest)?.[1];
    if (value !== undefined && !NO_LITERAL.test(value)) return `--${name}`;
  }
  return undefined;
}
