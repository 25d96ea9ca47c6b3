import type { Diagnostic } from '../../../diagnostic.js';
import { within } from '../../../input/place.js';
import { resourceFaults } from '../../workload/resources.js';
import type { CniValues } from './cni-values.js';

/** Faults in requests and limits, which would otherwise show only on the nodes, when no pod starts. */
export function checkCniValues(where: string, { repairController, resources }: CniValues): Diagnostic[] {
  return [
    ...within({ where, path: 'cni.resources' }, resourceFaults(resources)),
    ...(repairController.enabled
      ? within({ where, path: 'cni.repairController.resources' }, resourceFaults(repairController.resources))
      : []),
  ];
}
