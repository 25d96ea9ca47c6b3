import type { Field } from '../../../../manifest/field.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { passwordInUrl } from '../../../model/secret-shape.js';
import { everyContainer } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

/** Flags whose value is a secret, as a word or within a shell script. */
const FLAG =
  /(?:^|\s)--?((?:(?!no-)[a-z]+[-_])*(?:password|passwd|passphrase)|pass|requirepass|(?:auth|bearer|access|api)[-_]token|token)(=|\s+|$)/gi;
const COMMANDS = [
  ['command'],
  ['args'],
  ...['livenessProbe', 'readinessProbe', 'startupProbe'].map((probe) => [probe, 'exec', 'command']),
  ...['preStop', 'postStart'].map((hook) => ['lifecycle', hook, 'exec', 'command']),
];
/** Not a value: another flag, a reference to a variable, a path, a switch. */
const NO_LITERAL = /^(?:$|[-$/<>|&;`]|(?:true|false)$)/;

export default defineRule({
  id: 'secret/command-holds-no-password',
  severity: 'error',
  scope: 'object',
  summary: 'No command of a container contains a password or token.',
  rationale: 'Anyone who can read the repository or the pod, or see the processes of the node, has the secret.',
  source: 'https://kubernetes.io/docs/concepts/security/secrets-good-practices/',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainer,
  *check({ field }) {
    for (const words of COMMANDS.map((steps) => field.at(...steps).items)) {
      for (const [index, word] of words.entries()) {
        const flag = flagWithSecret(word.text ?? '', textOf(words[index + 1]));
        if (flag === undefined && !passwordInUrl(word.text ?? '')) continue;
        yield word.violation({
          got: flag === undefined ? 'a URL with a password' : `a value after ${flag}`,
          expected: 'a reference to a variable, such as $(PASSWORD), or the path of a mounted file',
          fix: 'Put the value into a Secret that is delivered separately from the manifests, and refer to it. Replace the value, because it is exposed.',
        });
      }
    }
  },
  passes: containerWith('args: [--user, web, --password, $(DB_PASSWORD)]'),
  fails: containerWith('args: [--user, web, --password, not-so-secret]'),
});

/** A word that is not text is still a word. */
function textOf(word: Field | undefined): string | undefined {
  return word && (word.text ?? '');
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
