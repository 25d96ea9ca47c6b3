import { fieldRule } from '../../declared/field-rule.js';

export default fieldRule({
  id: 'network/node-port-is-in-range',
  severity: 'error',
  summary: 'Every node port is between 30000 and 32767.',
  rationale:
    'The API server refuses a port outside its range, which is 30000 to 32767 unless the server was started with another.',
  source: 'https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport',
  appliesTo: ['Service'],
  of: 'object',
  states: {
    field: 'spec.ports[*].nodePort',
    must: { beAbsentOrBetween: [30000, 32767] },
    fix: 'Use a port in the range, or remove the field to get a free one.',
  },
  // 0 is the same as absent.
  except: ({ value }) => value === 0,
  passes: example(30722),
  fails: example(7422),
});

function example(nodePort: number): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps }
spec: { type: NodePort, ports: [{ port: 7422, nodePort: ${nodePort} }] }
`;
}
