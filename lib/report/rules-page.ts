import type { Rule } from '../judge/policy/rule.js';

/** The page docs/rules.md: one line for each rule, by domain. */
export function rulesPage(rules: readonly Rule[]): string {
  const domains = [...new Set(rules.map(domainOf))];
  return `<!-- Generated from lib/judge/policy/rules by \`npm run docs:rules\`; edit the rules instead. -->

# Rules

\`meshwright check <path…>\` judges Kubernetes YAML by these ${rules.length} rules. An error fails the command; a warning does so only
with \`--strict\`. A rule finds an object in order, reports a violation, or does not judge it because something that it depends on is
not among the files; \`--verbose\` lists what was not judged, and why. A rule that judged nothing is counted as vacuous.
${domains.map((domain) => table(domain, rules)).join('')}`;
}

function table(domain: string, rules: readonly Rule[]): string {
  const lines = rules
    .filter((rule) => domainOf(rule) === domain)
    .map(({ id, severity, summary }) => `| [${id}](rules/${id}.md) | ${severity} | ${summary} |`);
  return `
## ${domain}

| rule | severity | what holds |
| --- | --- | --- |
${lines.join('\n')}
`;
}

/** The page of one rule: its reason, its source and a pair of examples. */
export function rulePage(rule: Rule): string {
  const { id, severity, scope, summary, rationale, source, appliesTo, reads = [], passes, fails } = rule;
  return `<!-- Generated from lib/judge/policy/rules/${id}.ts by \`npm run docs:rules\`; edit the rule instead. -->

# ${id}

${summary} ${rationale}

| | |
| --- | --- |
| severity | ${severity} |
| scope | ${scope} |
| judges | ${kindList(appliesTo)} |
| looks up | ${kindList(reads.filter((kind) => !appliesTo.includes(kind)))} |
| source | <${source}> |

## Passes

${example(passes)}
## Fails

${example(fails)}`;
}

function kindList(kinds: readonly string[]): string {
  if (kinds.includes('*')) return 'every kind';
  return kinds.length === 0 ? 'nothing else' : kinds.map((kind) => `\`${kind}\``).join(', ');
}

function domainOf({ id }: Rule): string {
  return id.split('/')[0] ?? id;
}

function example(yaml: string | Readonly<Record<string, string>>): string {
  if (typeof yaml === 'string') return `\`\`\`yaml\n${yaml.trim()}\n\`\`\`\n`;
  return Object.entries(yaml)
    .map(([cluster, text]) => `Cluster \`${cluster}\`:\n\n\`\`\`yaml\n${text.trim()}\n\`\`\`\n`)
    .join('\n');
}
