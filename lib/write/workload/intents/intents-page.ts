import type { Expressions } from './expression.js';
import { expressionTable } from './expression-table.js';

/** The page docs/intents.md: how each mesh expresses each intent. */
export function intentsPage(meshes: { readonly [mesh: string]: Expressions }): string {
  return `<!-- Generated from the expressions of each mesh by \`npm run docs:intents\`; edit them instead. -->

# Intents

The intents of a service are stated once and name no mesh. This table lists how each mesh expresses them. An intent that a mesh cannot
express is an error at synthesis, unless the application accepts what the mesh does instead: \`addApplication\` takes \`fallbacks\` for
that, and the error names the one that is needed.

${expressionTable(meshes)}`;
}
