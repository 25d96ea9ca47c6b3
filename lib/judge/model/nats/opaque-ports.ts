/**
 * Whether a list of ports as Linkerd's annotation has it, `4222,6222-6225,leafnodes`, contains a port.
 *
 * @see https://linkerd.io/2/reference/proxy-configuration/
 */
export function listsPort(list: string, port: number, names: readonly (string | undefined)[]): boolean {
  return list.split(',').some((entry) => {
    const item = entry.trim();
    const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(item) ?? [];
    if (first === undefined) return item !== '' && names.includes(item);
    return port >= Number(first) && port <= Number(last ?? first);
  });
}
