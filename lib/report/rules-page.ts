import type { Rule } from '../judge/policy/rule.js';

/** The page docs/rules.md: every rule with its reason, its source and a pair of examples. */
export function rulesPage(rules: readonly Rule[]): string {
  const head = `<!-- Generated from lib/judge/policy/rules by \`npm run docs:rules\`; edit the rules instead. -->

# Rules

\`meshwright check <path…>\` judges Kubernetes YAML by these ${rules.length} rules. An error fails the command; a warning does so with
\`--strict\`. A rule that found nothing to look at is counted as vacuous, as its passing says nothing.

| rule | severity | scope | what holds |
| --- | --- | --- | --- |
${rules.map((rule) => `| [${rule.id}](#${anchorOf(rule.id)}) | ${rule.severity} | ${rule.scope} | ${rule.summary} |`).join('\n')}
`;
  return [head, ...rules.map(section)].join('\n');
}

/** The anchor that a rule has on the page. */
export function anchorOf(id: string): string {
  return id.replaceAll('/', '');
}

function section({ id, severity, scope, summary, rationale, source, appliesTo, passes, fails }: Rule): string {
  const kinds = appliesTo.includes('*') ? 'every kind' : appliesTo.map((kind) => `\`${kind}\``).join(', ');
  return `## ${id}

${summary} ${rationale}

- Severity: ${severity}. Scope: ${scope}. Looks at: ${kinds}.
- Source: <${source}>

Passes:

${example(passes)}
Fails:

${example(fails)}`;
}

function example(yaml: string | Readonly<Record<string, string>>): string {
  if (typeof yaml === 'string') return `\`\`\`yaml\n${yaml.trim()}\n\`\`\`\n`;
  return Object.entries(yaml)
    .map(([cluster, text]) => `Cluster \`${cluster}\`:\n\n\`\`\`yaml\n${text.trim()}\n\`\`\`\n`)
    .join('\n');
}
