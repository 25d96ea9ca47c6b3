import { fieldRule } from '../../declared/field-rule.js';

const example = (name: string) => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name}, namespace: linkerd }
spec: { schedule: 0 0 * * *, jobTemplate: { spec: { template: { spec: { containers: [{ name: main }] } } } } }
`;

export default fieldRule({
  id: 'linkerd-control-plane/heartbeat-is-off',
  severity: 'warning',
  summary: 'No heartbeat reports the cluster to the authors of Linkerd.',
  rationale:
    'Once a day CronJob linkerd-heartbeat sends the versions of Linkerd and Kubernetes and some statistics of the mesh to versioncheck.linkerd.io. If nothing may leave the cluster, the Job fails every day.',
  source: 'https://linkerd.io/2-edge/reference/architecture/',
  appliesTo: ['batch/CronJob'],
  passes: example('backup'),
  fails: example('linkerd-heartbeat'),
  of: 'object',
  states: {
    field: 'metadata.name',
    must: { notEqual: 'linkerd-heartbeat' },
    expected: 'no heartbeat',
    fix: 'Set disableHeartBeat, which also removes its account and roles. If you want to keep it, write a waiver.',
  },
});
