import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, shown, valueAt } from '../../../../manifest/read.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { MUTATING, serverOfWebhook, VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd-control-plane/webhooks-reach-a-server',
  severity: 'error',
  scope: 'object',
  summary: "Each of Linkerd's webhooks names a Service, a port and through them a container that are there.",
  rationale:
    'The API server asks nobody then: with failurePolicy Fail it refuses every pod, with Ignore it lets pods in without a proxy and policies without a check.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-webhooks-and-apisvc-tls',
  appliesTo: [MUTATING, VALIDATING],
  passes: webhookExample(),
  fails: webhookExample({ servicePort: 8443 }),
  *check(resource, cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    for (const webhook of webhooksOf(resource)) {
      const { service } = webhook;
      if (service === undefined) continue;
      const path = at(webhook.path, 'clientConfig', 'service');
      const label = `${service.namespace}/${service.name}`;
      const found = cluster.find('Service', service.namespace, service.name);
      const ports = listAt(found?.object, 'spec', 'ports');
      if (found === undefined) {
        yield {
          path: at(path, 'name'),
          got: label,
          expected: `a Service of namespace ${install.namespace} that is among the objects`,
          fix: 'Correct the name or the namespace, or add the Service.',
        };
      } else if (!ports.some((entry) => numberAt(entry, 'port') === service.port)) {
        yield {
          path: at(path, 'port'),
          got: `${service.port}`,
          expected: `a port of Service ${label}: ${listed(ports.map((entry) => shown(valueAt(entry, 'port'))))}`,
          fix: 'Name the port of the Service; 443 is asked where none is named.',
        };
      } else if (serverOfWebhook(webhook, cluster) === undefined) {
        yield {
          path: at(path, 'name'),
          got: `${label}, behind whose port ${service.port} there is no container`,
          expected: 'a pod that the Service selects, with a container that has its target port',
          fix: "Let selector and targetPort of the Service fit the pod's labels and ports.",
        };
      }
    }
  },
});
