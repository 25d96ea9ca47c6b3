import { Field } from '../../../manifest/field.js';
import { listAt, numberAt, stringAt, stringsAt, valueAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Container, PodTemplate } from '../pods/pod.js';
import { portsOfContainer } from '../pods/ports.js';
import { CONTROL_PLANE_NS_LABEL } from './control-plane.js';
import { mountedSecrets } from './install.js';

export const MUTATING = 'admissionregistration.k8s.io/MutatingWebhookConfiguration';
export const VALIDATING = 'admissionregistration.k8s.io/ValidatingWebhookConfiguration';
export const INJECTOR_WEBHOOK = 'linkerd-proxy-injector-webhook-config';

const NAMES: readonly string[] = [
  INJECTOR_WEBHOOK,
  'linkerd-policy-validator-webhook-config',
  'linkerd-sp-validator-webhook-config',
];

/** Directory from which the webhook servers read their certificate. */
const TLS_FOLDER = '/var/run/linkerd/tls';

/** One webhook of the control plane. */
export interface Webhook {
  /** The webhook within its configuration: `webhooks[0]`. */
  readonly field: Field;
  /** Where the API server sends requests; undefined if it is a URL. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number } | undefined;
  /** `Fail` where the configuration sets none. */
  readonly failurePolicy: string;
}

/** The webhooks of a configuration; none if it does not belong to the control plane. */
export function webhooksOf(resource: Resource): readonly Webhook[] {
  const { object } = resource;
  const labelled = stringsAt(object, 'metadata', 'labels')[CONTROL_PLANE_NS_LABEL] !== undefined;
  if (!labelled && !NAMES.includes(object.metadata.name)) return [];
  return Field.of(resource)
    .at('webhooks')
    .items.filter(({ mapping }) => mapping !== undefined)
    .map((field) => {
      const service = field.at('clientConfig', 'service');
      const [namespace, name] = [service.at('namespace').text, service.at('name').text];
      const port = service.at('port').number ?? 443;
      return {
        field,
        service: namespace === undefined || name === undefined ? undefined : { namespace, name, port },
        failurePolicy: field.at('failurePolicy').text ?? 'Fail',
      };
    });
}

/** What answers a webhook. */
export interface WebhookServer {
  readonly pod: PodTemplate;
  /** The container that has the port. */
  readonly container: Container;
}

/** The pods behind a webhook, if its Service and ports lead to a container of theirs. */
export function serverOfWebhook({ service }: Webhook, cluster: ClusterIndex): WebhookServer | undefined {
  const found = service && cluster.find('Service', service.namespace, service.name);
  if (found === undefined) return undefined;
  const entry = listAt(found.object, 'spec', 'ports').find((port) => numberAt(port, 'port') === service?.port);
  const target = valueAt(entry, 'targetPort') ?? numberAt(entry, 'port');
  for (const pod of cluster.podsBehind(found)) {
    const container = pod.containers.find((candidate) =>
      portsOfContainer(candidate).some(({ name, number }) => target === number || target === name),
    );
    if (container !== undefined) return { pod, container };
  }
  return undefined;
}

/** The Secret with the certificate of a webhook server; undefined if it mounts none. */
export function secretOfServer({ pod, container }: WebhookServer): string | undefined {
  const mount = listAt(container.spec, 'volumeMounts').find(
    (candidate) => (stringAt(candidate, 'mountPath') ?? '').replace(/\/$/, '') === TLS_FOLDER,
  );
  return mountedSecrets(pod).get(stringAt(mount, 'name') ?? '');
}
