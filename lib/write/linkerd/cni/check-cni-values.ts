import type { Diagnostic } from '../../../diagnostic.js';
import { checkResources } from '../../workload/resources.js';
import type { CniValues } from './cni-values.js';

/** Faults in requests and limits, which would show only on the nodes, where no pod starts any more. */
export function checkCniValues(where: string, { repairController, resources }: CniValues): Diagnostic[] {
  return [
    ...checkResources(`${where}: cni.resources`, resources),
    ...(repairController.enabled
      ? checkResources(`${where}: cni.repairController.resources`, repairController.resources)
      : []),
  ];
}
