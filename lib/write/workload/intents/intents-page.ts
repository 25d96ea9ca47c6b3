import type { Expressions } from './expression.js';
import { expressionTable } from './expression-table.js';

/** The page docs/intents.md: what each mesh makes of every intent. */
export function intentsPage(meshes: { readonly [mesh: string]: Expressions }): string {
  return `<!-- Generated from the expressions of each mesh by \`npm run docs:intents\`; edit them instead. -->

# Intents

What a service wants of the network is said once, without naming a mesh; here stands what each mesh makes of it. What a mesh
cannot do is an error of the synthesis, unless the application accepts what is done instead: \`addApplication\` takes
\`fallbacks\` for that, and the error names the one that it needs.

${expressionTable(meshes)}`;
}
