/** Ports from `first` to `last`, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** The ranges of a list of ports, and its items that are neither port nor range. */
export interface PortList {
  readonly ranges: readonly PortRange[];
  readonly faults: readonly string[];
}

/**
 * Reads a list of ports and ranges as annotations write it: `4222,6222-6224`. Port names are faults: the init container and
 * the policy controller read only numbers, and the latter drops the whole list if it cannot read one item.
 *
 * @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/index/src/ports.rs
 */
export function parsePortList(text: string): PortList {
  const ranges: PortRange[] = [];
  const faults: string[] = [];
  for (const item of text.split(',').map((part) => part.trim())) {
    if (item === '') continue;
    const [, first = '', last = first] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(item) ?? [];
    const range = { first: Number(first), last: Number(last) };
    if (first === '' || range.first < 1 || range.last > 65535 || range.first > range.last) faults.push(item);
    else ranges.push(range);
  }
  return { ranges, faults };
}

export function includesPort({ ranges }: PortList, port: number): boolean {
  return ranges.some(({ first, last }) => first <= port && port <= last);
}
