import { listed } from '../../../../manifest/listed.js';
import { listAt, numberAt, valueAt } from '../../../../manifest/read.js';
import { shown } from '../../../../manifest/shown.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { MUTATING, serverOfWebhook, VALIDATING, webhooksOf } from '../../../model/linkerd-control-plane/webhooks.js';
import { namespaceOf, POD_KINDS } from '../../../model/pods/pod.js';
import { objectsExist } from '../../declared/objects-exist.js';
import { webhookExample } from '../../examples/linkerd-webhook.js';

export default objectsExist({
  id: 'linkerd-control-plane/webhooks-reach-a-server',
  severity: 'error',
  summary: "Each of Linkerd's webhooks names a Service and a port that lead to a container.",
  rationale:
    'Otherwise the API server cannot call it: with failurePolicy Fail it rejects every pod, with Ignore it accepts pods without a proxy and policies without a check.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-webhooks-and-apisvc-tls',
  appliesTo: [MUTATING, VALIDATING],
  reads: [...POD_KINDS, 'ConfigMap', 'Namespace', 'Service'],
  passes: webhookExample(),
  fails: webhookExample({ servicePort: 8443 }),
  names: (resource, cluster) =>
    webhooksOf(resource).flatMap((webhook) => {
      const field = webhook.field.at('clientConfig', 'service', 'name');
      return webhook.service === undefined || everyInstall(cluster).length === 0
        ? []
        : [{ webhook, field, ...webhook.service }];
    }),
  states: { field: 'webhooks[*].clientConfig.service.name', to: 'Service', absence: 'always', namespaceIsNamed: true },
  *found(service, { field, webhook, port }, cluster) {
    const label = `${namespaceOf(service)}/${service.object.metadata.name}`;
    const ports = listAt(service.object, 'spec', 'ports');
    if (!ports.some((entry) => numberAt(entry, 'port') === port)) {
      yield field.beside('port').violation({
        got: `${port}`,
        expected: `a port of Service ${label}: ${listed(ports.map((entry) => shown(valueAt(entry, 'port'))))}`,
        fix: 'Name the port of the Service. The default is 443.',
      });
    } else if (serverOfWebhook(webhook, cluster) === undefined) {
      yield field.violation({
        got: `${label}, whose port ${port} leads to no container`,
        expected: 'a pod that the Service selects, with a container that has its target port',
        fix: "Make selector and targetPort of the Service match the pod's labels and ports.",
      });
    }
  },
});
