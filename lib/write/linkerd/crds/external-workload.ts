import type { CrdDefinition, CrdVersion, OpenApiSchema } from './definition.js';
import { listOf, objectName, objectOf, portNumber, probedConditions, resource, text } from './fragments.js';

const meshIdentity = objectOf({ identity: objectName, serverName: objectName }, ['identity', 'serverName']);
const ports = listOf(
  objectOf({ name: text, port: portNumber, protocol: { type: 'string', default: 'TCP' } }, ['port']),
);

function version(name: string, storage: boolean, meshField: string, addresses: number): CrdVersion {
  const spec: OpenApiSchema = objectOf(
    { [meshField]: meshIdentity, ports, workloadIPs: listOf(objectOf({ ip: text }), { maxItems: addresses }) },
    [meshField],
  );
  return {
    name,
    storage,
    ...(storage ? { statusSubresource: true } : {}),
    printerColumns: [
      { name: 'Identity', type: 'string', jsonPath: `.spec.${meshField}.identity` },
      { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' },
    ],
    schema: resource(spec, objectOf({ conditions: probedConditions })),
  };
}

/** A meshed process that runs outside the cluster. */
export const externalWorkload: CrdDefinition = {
  group: 'workload.linkerd.io',
  kind: 'ExternalWorkload',
  plural: 'externalworkloads',
  singular: 'externalworkload',
  listKind: 'ExternalWorkloadList',
  categories: ['external'],
  scope: 'Namespaced',
  versions: [version('v1alpha1', false, 'meshTls', 1), version('v1beta1', true, 'meshTLS', 2)],
};
