import type { CrdDefinition, OpenApiSchema, PrinterColumn } from './definition.js';
import { exclusiveLabelSelector, intOrString, labelSelector, objectOf, resource } from './fragments.js';

const proxyProtocol: OpenApiSchema = { type: 'string', default: 'unknown' };
const portColumn: PrinterColumn = { name: 'Port', type: 'string', jsonPath: '.spec.port' };
const protocolColumn: PrinterColumn = { name: 'Protocol', type: 'string', jsonPath: '.spec.proxyProtocol' };

const selectsPodsOrExternalWorkloads = {
  ...objectOf(
    { podSelector: labelSelector, externalWorkloadSelector: labelSelector, port: intOrString, proxyProtocol },
    ['port'],
  ),
  oneOf: [{ required: ['podSelector'] }, { required: ['externalWorkloadSelector'] }],
} satisfies OpenApiSchema;

/** One port of a set of pods or external workloads, as policies refer to it. */
export const server: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'Server',
  plural: 'servers',
  singular: 'server',
  shortNames: ['srv'],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: false,
      deprecationWarning: 'policy.linkerd.io/v1alpha1 Server is deprecated; use policy.linkerd.io/v1beta1 Server',
      schema: resource(
        objectOf({ podSelector: exclusiveLabelSelector, port: intOrString, proxyProtocol }, ['podSelector', 'port']),
      ),
    },
    {
      name: 'v1beta1',
      storage: false,
      deprecationWarning: 'policy.linkerd.io/v1beta1 Server is deprecated; use policy.linkerd.io/v1beta3 Server',
      printerColumns: [portColumn, protocolColumn],
      schema: resource(
        objectOf({ podSelector: labelSelector, port: intOrString, proxyProtocol }, ['podSelector', 'port']),
      ),
    },
    {
      name: 'v1beta2',
      storage: false,
      printerColumns: [portColumn, protocolColumn],
      schema: resource(selectsPodsOrExternalWorkloads),
    },
    {
      name: 'v1beta3',
      storage: true,
      printerColumns: [
        portColumn,
        protocolColumn,
        { name: 'Access Policy', type: 'string', jsonPath: '.spec.accessPolicy' },
      ],
      schema: resource({
        ...selectsPodsOrExternalWorkloads,
        properties: {
          accessPolicy: { type: 'string', default: 'deny' },
          ...selectsPodsOrExternalWorkloads.properties,
        },
      }),
    },
  ],
};
