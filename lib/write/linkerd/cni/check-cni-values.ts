import type { Diagnostic } from '../../../diagnostic.js';
import { checkResources } from '../../workload/resources.js';
import { oneOf } from '../control-plane/check-choices.js';
import { checkPortLists } from '../control-plane/check-ports.js';
import type { CniValues } from './cni-values.js';

/** Faults in the plugin's values that show on the nodes alone, where no pod starts any more. */
export function checkCniValues(where: string, cni: CniValues): Diagnostic[] {
  const at = (path: string) => `${where}.${path}`;
  const { ignoreInboundPorts, ignoreOutboundPorts, portsToRedirect, repairController } = cni;
  return [
    ...checkFolder(at('destCNIBinDir'), cni.destCNIBinDir),
    ...checkFolder(at('destCNINetDir'), cni.destCNINetDir),
    ...oneOf(at('image.pullPolicy'), cni.image.pullPolicy, ['Always', 'IfNotPresent', 'Never']),
    ...oneOf(at('iptablesMode'), cni.iptablesMode, ['nft', 'legacy']),
    ...oneOf(at('repairController.logFormat'), repairController.logFormat, ['plain', 'json']),
    ...checkPortLists(at, { ignoreInboundPorts, ignoreOutboundPorts }),
    ...checkRedirected(at('portsToRedirect'), portsToRedirect),
    ...checkResources(at('resources'), cni.resources),
    ...(repairController.enabled ? checkResources(at('repairController.resources'), repairController.resources) : []),
  ];
}

function checkFolder(where: string, folder: string): Diagnostic[] {
  if (folder.startsWith('/')) return [];
  return [{ where, got: `'${folder}'`, expected: 'an absolute path, such as /opt/cni/bin', fix: 'Correct the path.' }];
}

/** The plugin reads these as numbers: it knows no ranges here. */
function checkRedirected(where: string, ports: string): Diagnostic[] {
  const numbers = ports.split(',').map((port) => Number(port.trim()));
  if (ports === '' || numbers.every((port) => Number.isInteger(port) && port >= 1 && port <= 65535)) return [];
  return [
    {
      where,
      got: `'${ports}'`,
      expected: 'ports separated by commas, without ranges, such as 8080,9090',
      fix: 'Correct the list, or drop it to redirect all.',
    },
  ];
}
