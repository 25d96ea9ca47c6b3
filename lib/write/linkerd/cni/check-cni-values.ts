import type { Diagnostic } from '../../../diagnostic.js';
import { checkResources } from '../../workload/resources.js';
import type { CniValues } from './cni-values.js';

/** Faults in requests and limits, which would otherwise show only on the nodes, when no pod starts. */
export function checkCniValues(where: string, { repairController, resources }: CniValues): Diagnostic[] {
  return [
    ...checkResources(`${where}: cni.resources`, resources),
    ...(repairController.enabled
      ? checkResources(`${where}: cni.repairController.resources`, repairController.resources)
      : []),
  ];
}
