import { type Expression, type Expressions, INTENTS } from './expression.js';

/** A Markdown table with a row for each intent and a column for each mesh, in the order given. */
export function expressionTable(meshes: { readonly [mesh: string]: Expressions }): string {
  const names = Object.keys(meshes);
  const rows = INTENTS.map((intent) => [`\`${intent}\``, ...Object.values(meshes).map((all) => cell(all[intent]))]);
  const lines = [['Intent', ...names], ['---', ...names.map(() => '---')], ...rows];
  return lines.map((cells) => `| ${cells.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |\n`).join('');
}

function cell(expression: Expression): string {
  return 'by' in expression ? expression.by : `**no**; if accepted: ${expression.instead}`;
}
