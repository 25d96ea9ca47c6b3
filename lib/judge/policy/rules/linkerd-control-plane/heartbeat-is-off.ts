import { defineRule } from '../../rule.js';

const example = (name: string) => `
apiVersion: batch/v1
kind: CronJob
metadata: { name: ${name}, namespace: linkerd }
spec: { schedule: 0 0 * * *, jobTemplate: { spec: { template: { spec: { containers: [{ name: main }] } } } } }
`;

export default defineRule({
  id: 'linkerd-control-plane/heartbeat-is-off',
  severity: 'warning',
  scope: 'object',
  summary: 'No heartbeat tells the makers of Linkerd about the cluster.',
  rationale:
    'Once a day CronJob linkerd-heartbeat sends the versions of Linkerd and Kubernetes and figures of the mesh to versioncheck.linkerd.io. Where nothing may leave the cluster the Job fails, every day.',
  source: 'https://linkerd.io/2-edge/reference/architecture/',
  appliesTo: ['batch/CronJob'],
  passes: example('backup'),
  fails: example('linkerd-heartbeat'),
  *check({ object }) {
    if (object.metadata.name !== 'linkerd-heartbeat') return;
    yield {
      path: 'metadata.name',
      got: 'linkerd-heartbeat',
      expected: 'no heartbeat',
      fix: 'Set disableHeartBeat, which also removes its account and roles; or keep it knowingly, with a waiver.',
    };
  },
});
