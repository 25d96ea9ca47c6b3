import { nearest } from '../../../../formats/did-you-mean.js';
import { CHOSEN, CONF_TREE_RELEASE, confTree, type FieldTree } from '../../../../formats/nats-conf/known-fields.js';
import { compareMinors } from '../../../../formats/release.js';
import type { ConfNode } from '../../../model/nats/conf-node.js';
import { defineConfTextRule } from '../../nats-conf-rule.js';

export default defineConfTextRule({
  id: 'nats/config-fields-are-known',
  severity: 'error',
  summary: 'The server knows every field of its configuration.',
  rationale:
    'A server does not start with a field that it does not know, nor with a variable that nothing refers to; where it runs already, a reload fails and it goes on with the old configuration.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration',
  passes: `
max_payload: 1MB
leafnodes { port: 7422, tls { verify: true } }`,
  fails: `
max_payloads: 1MB
leafnodes { port: 7422, tls { verfy: true } }`,
  *check({ root }, server) {
    const newer = server?.release !== undefined && compareMinors(server.release, CONF_TREE_RELEASE) > 0;
    for (const { node, name, fields } of unknownIn(root, confTree)) {
      const meant = nearest(name, Object.keys(fields));
      // A later release may have brought the field, unless it is near one that is known.
      if (newer && meant === undefined) continue;
      yield {
        node,
        got: 'a field that is unknown to the releases known here',
        expected: meant ?? 'a field of the server',
        fix:
          meant === undefined
            ? 'Correct its name, or run a release that knows it: without the field, what it restricts may be open.'
            : `Write ${meant}.`,
      };
    }
  },
});

interface UnknownField {
  readonly node: ConfNode;
  readonly name: string;
  /** What could stand in its place. */
  readonly fields: FieldTree;
}

function* unknownIn(block: ConfNode, fields: FieldTree): Generator<UnknownField> {
  for (const item of block.items()) {
    for (const [name, node] of item.entries()) {
      const below =
        fields[CHOSEN] ?? (Object.hasOwn(fields, name.toLowerCase()) ? fields[name.toLowerCase()] : undefined);
      if (below === undefined) yield { node, name, fields };
      else if (below !== 'any') yield* unknownIn(node, below);
    }
  }
}
