import type { Diagnostic } from '../../../diagnostic.js';
import type { At } from './place.js';
import type { LinkerdValues } from './values.js';

export function checkPorts(at: At, values: LinkerdValues): Diagnostic[] {
  const { proxy, proxyInit } = values;
  const lists = {
    'proxy.opaquePorts': proxy.opaquePorts,
    'proxy.requireIdentityOnInboundPorts': proxy.requireIdentityOnInboundPorts,
    'proxyInit.ignoreInboundPorts': proxyInit.ignoreInboundPorts,
    'proxyInit.ignoreOutboundPorts': proxyInit.ignoreOutboundPorts,
    'proxyInit.kubeAPIServerPorts': proxyInit.kubeAPIServerPorts,
  };
  const problems = checkPortLists(at, lists);
  const own = Object.entries(proxy.ports);
  for (const [name, port] of own) {
    const twin = own.find(([other, number]) => other < name && number === port);
    if (Number.isInteger(port) && port >= 1 && port <= 65535 && twin === undefined) continue;
    problems.push({
      where: at(`proxy.ports.${name}`),
      got: twin === undefined ? String(port) : `${port}, as proxy.ports.${twin[0]}`,
      expected: 'a port of its own from 1 to 65535',
      fix: 'Choose another.',
    });
  }
  return problems;
}

/** Lists of ports, by the option that states them. */
export function checkPortLists(at: At, lists: Readonly<Record<string, string>>): Diagnostic[] {
  return Object.entries(lists)
    .filter(([, ports]) => ports !== '' && !ports.split(',').every(isPortRange))
    .map(([path, ports]) => ({
      where: at(path),
      got: `'${ports}'`,
      expected: 'ports and ranges separated by commas, such as 25,587,3306,6000-6010',
      fix: 'Correct the list.',
    }));
}

function isPortRange(text: string): boolean {
  const [first, last = first] = text.trim().split('-').map(Number);
  return (
    /^\d+(-\d+)?$/.test(text.trim()) &&
    first !== undefined &&
    last !== undefined &&
    first >= 1 &&
    first <= last &&
    last <= 65535
  );
}
