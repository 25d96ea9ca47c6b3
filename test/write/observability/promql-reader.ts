import { parser } from '@prometheus-io/lezer-promql';

/** What an expression names. */
export interface Reading {
  /** Places that Prometheus' own grammar refuses. */
  readonly errors: readonly string[];
  /** Metrics, each with the labels by which its series are chosen. */
  readonly selectors: readonly { readonly metric: string; readonly labels: readonly string[] }[];
  /** Labels by which series are grouped or matched. */
  readonly groupings: readonly string[];
}

/** Reads an expression by the grammar that Prometheus' own editor uses. Grafana's variables stand for durations and texts. */
export function readPromql(expression: string): Reading {
  const text = expression.replaceAll('$__rate_interval', '5m').replaceAll('$__range', '1h');
  const errors: string[] = [];
  const selectors: { metric: string; labels: string[] }[] = [];
  const groupings: string[] = [];
  const textOf = (node: { readonly from: number; readonly to: number }) => text.slice(node.from, node.to);
  parser.parse(text).iterate({
    enter: ({ type, node }) => {
      if (type.isError) errors.push(`at ${node.from}: ${text.slice(Math.max(0, node.from - 20), node.to + 20)}`);
      if (type.name === 'VectorSelector') {
        const name = node.getChild('Identifier');
        selectors.push({ metric: name === null ? '' : textOf(name), labels: [] });
      }
      if (type.name === 'LabelName') {
        if (node.parent?.name.endsWith('LabelMatcher') || node.parent?.name === 'UnquotedLabelMatcher') {
          selectors.at(-1)?.labels.push(textOf(node));
        } else groupings.push(textOf(node));
      }
    },
  });
  return { errors, selectors, groupings };
}
