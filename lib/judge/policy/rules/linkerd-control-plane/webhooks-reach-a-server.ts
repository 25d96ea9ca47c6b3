import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, valueAt } from '../../../../manifest/read.js';
import { shown } from '../../../../manifest/shown.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { MUTATING, serverOfWebhook, VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd-control-plane/webhooks-reach-a-server',
  severity: 'error',
  scope: 'object',
  summary: "Each of Linkerd's webhooks names a Service and a port that lead to a container.",
  rationale:
    'Otherwise the API server cannot call it: with failurePolicy Fail it rejects every pod, with Ignore it accepts pods without a proxy and policies without a check.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-webhooks-and-apisvc-tls',
  appliesTo: [MUTATING, VALIDATING],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'Service'],
  passes: webhookExample(),
  fails: webhookExample({ servicePort: 8443 }),
  about: (resource, cluster) =>
    everyInstall(cluster).flatMap(({ namespace }) =>
      webhooksOf(resource).flatMap((webhook) =>
        webhook.service === undefined ? [] : [{ webhook, service: webhook.service, namespace }],
      ),
    ),
  *check({ webhook, service, namespace }, cluster) {
    const field = webhook.field.at('clientConfig', 'service');
    const label = `${service.namespace}/${service.name}`;
    const found = cluster.find('Service', service.namespace, service.name);
    const ports = listAt(found?.object, 'spec', 'ports');
    if (found === undefined) {
      yield field.at('name').violation({
        got: label,
        expected: `a Service of namespace ${namespace} among the files`,
        fix: 'Correct the name or the namespace, or add the Service.',
      });
    } else if (!ports.some((entry) => numberAt(entry, 'port') === service.port)) {
      yield field.at('port').violation({
        got: `${service.port}`,
        expected: `a port of Service ${label}: ${listed(ports.map((entry) => shown(valueAt(entry, 'port'))))}`,
        fix: 'Name the port of the Service. The default is 443.',
      });
    } else if (serverOfWebhook(webhook, cluster) === undefined) {
      yield field.at('name').violation({
        got: `${label}, whose port ${service.port} leads to no container`,
        expected: 'a pod that the Service selects, with a container that has its target port',
        fix: "Make selector and targetPort of the Service match the pod's labels and ports.",
      });
    }
  },
});
