import { at } from '../../../manifest/field-path.js';
import type { JsonObject } from '../../../manifest/object.js';
import { isObject, listAt, numberAt, stringAt, stringsAt, valueAt } from '../../../manifest/read.js';
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

/** Folder in which the webhook servers look for their certificate. */
const TLS_FOLDER = '/var/run/linkerd/tls';

/** One webhook of the control plane. */
export interface Webhook {
  /** Path of the webhook within its configuration: `webhooks[0]`. */
  readonly path: string;
  readonly spec: JsonObject;
  /** Where the API server sends requests; undefined where it is a URL. */
  readonly service: { readonly namespace: string; readonly name: string; readonly port: number } | undefined;
  /** `Fail` where the configuration says nothing. */
  readonly failurePolicy: string;
}

/** The webhooks of a configuration, where it is one of the control plane's. */
export function webhooksOf({ object }: Resource): readonly Webhook[] {
  const labelled = stringsAt(object, 'metadata', 'labels')[CONTROL_PLANE_NS_LABEL] !== undefined;
  if (!labelled && !NAMES.includes(object.metadata.name)) return [];
  return listAt(object, 'webhooks').flatMap((spec, index): Webhook[] => {
    if (!isObject(spec)) return [];
    const namespace = stringAt(spec, 'clientConfig', 'service', 'namespace');
    const name = stringAt(spec, 'clientConfig', 'service', 'name');
    const port = numberAt(spec, 'clientConfig', 'service', 'port') ?? 443;
    return [
      {
        path: at('webhooks', index),
        spec,
        service: namespace === undefined || name === undefined ? undefined : { namespace, name, port },
        failurePolicy: stringAt(spec, 'failurePolicy') ?? 'Fail',
      },
    ];
  });
}

/** What answers a webhook. */
export interface WebhookServer {
  readonly pod: PodTemplate;
  /** The container that has the port. */
  readonly container: Container;
}

/** The pods behind a webhook, where the Service, its port and the port of a container lead to them. */
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

/** The Secret whose certificate a webhook server shows; undefined where it mounts none. */
export function secretOfServer({ pod, container }: WebhookServer): string | undefined {
  const mount = listAt(container.spec, 'volumeMounts').find(
    (candidate) => (stringAt(candidate, 'mountPath') ?? '').replace(/\/$/, '') === TLS_FOLDER,
  );
  return mountedSecrets(pod).get(stringAt(mount, 'name') ?? '');
}
