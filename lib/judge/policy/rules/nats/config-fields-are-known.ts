import { nearest } from '../../../../formats/did-you-mean.js';
import { CHOSEN, CONF_TREE_RELEASE, confTree, type FieldTree } from '../../../../formats/nats-conf/known-fields.js';
import { compareMinors } from '../../../../formats/release.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { confsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { type NotJudged, notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'nats/config-fields-are-known',
  severity: 'error',
  scope: 'object',
  summary: 'The server knows every field of its configuration.',
  rationale:
    'A server does not start with a field that it does not know, or with a variable that nothing uses. If it already runs, the reload fails and it keeps the old configuration.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration',
  appliesTo: ['ConfigMap'],
  reads: [...POD_KINDS, 'Namespace'],
  passes: serverExample(`
max_payload: 1MB
leafnodes { port: 7422, tls { verify: true } }`),
  fails: serverExample(`
max_payloads: 1MB
leafnodes { port: 7422, tls { verfy: true } }`),
  about: confsIn,
  *check({ root, server }) {
    const newer = server?.release !== undefined && compareMinors(server.release, CONF_TREE_RELEASE) > 0;
    for (const unknown of unknownIn(root, confTree)) {
      if ('notJudged' in unknown) {
        yield unknown;
        continue;
      }
      const { node, name, fields } = unknown;
      const meant = nearest(name, Object.keys(fields));
      // A later release may have added the field, unless its name is close to a known one.
      if (newer && meant === undefined) {
        yield notJudged(`${node.path} may be a field of ${server.release}, whose fields are not known`);
      } else if (meant === undefined) {
        yield node.violation({
          got: `a field that no release up to ${CONF_TREE_RELEASE} has`,
          expected: 'a field of the server',
          effect: 'What the field is meant to restrict may be open.',
          fix: 'Correct its name, or run a release that has it.',
        });
      } else {
        yield node.violation({
          got: `a field that no release up to ${CONF_TREE_RELEASE} has`,
          expected: meant,
          fix: `Write ${meant}.`,
        });
      }
    }
  },
});

interface UnknownField {
  readonly node: ConfNode;
  readonly name: string;
  /** The fields that may be in its place. */
  readonly fields: FieldTree;
}

function* unknownIn(block: ConfNode, fields: FieldTree): Iterable<UnknownField | NotJudged> {
  for (const item of block.items()) {
    for (const [name, node] of item.entries()) {
      const below =
        fields[CHOSEN] ?? (Object.hasOwn(fields, name.toLowerCase()) ? fields[name.toLowerCase()] : undefined);
      if (below === undefined) yield { node, name, fields };
      else if (below !== 'any') {
        if (node.unknown) yield* notKnown(node);
        yield* unknownIn(node, below);
      }
    }
  }
}
