import { controllerExample } from './linkerd-control-plane.js';

/** Parts of an example of the injector's webhook; each is YAML in flow style. */
export interface ExampleWebhook {
  readonly annotations?: string;
  readonly failurePolicy?: string;
  readonly replicas?: number;
  /** Further fields of the webhook. */
  readonly webhook?: string;
  readonly clientConfig?: string;
  readonly servicePort?: number;
}

/** The injector with its Service and its webhook, as YAML. */
export function webhookExample(example: ExampleWebhook = {}): string {
  const { annotations = '{}', failurePolicy = 'Ignore', replicas = 1, webhook = '', clientConfig = '' } = example;
  const { servicePort = 443 } = example;
  const deployment = controllerExample({
    component: 'proxy-injector',
    spec: `replicas: ${replicas}`,
    pod: 'volumes: [{ name: tls, secret: { secretName: linkerd-proxy-injector-k8s-tls } }]',
  }).replace(
    'containers: [{ name: proxy-injector,',
    'containers: [{ ports: [{ name: proxy-injector, containerPort: 8443 }], volumeMounts: [{ name: tls, mountPath: /var/run/linkerd/tls }], name: proxy-injector,',
  );
  return `${deployment}---
apiVersion: v1
kind: Service
metadata: { name: linkerd-proxy-injector, namespace: linkerd }
spec:
  selector: { linkerd.io/control-plane-component: proxy-injector }
  ports: [{ port: ${servicePort}, targetPort: proxy-injector }]
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: { name: linkerd-proxy-injector-webhook-config, annotations: ${annotations} }
webhooks:
  - name: linkerd-proxy-injector.linkerd.io
    failurePolicy: ${failurePolicy}
    clientConfig: { service: { namespace: linkerd, name: linkerd-proxy-injector }${clientConfig === '' ? '' : `, ${clientConfig}`} }
${webhook === '' ? '' : `    ${webhook}\n`}`;
}

/** A Certificate of namespace `linkerd` for the injector, as YAML. */
export function webhookCertificate(
  dnsNames = '[linkerd-proxy-injector.linkerd.svc]',
  secretName = 'linkerd-proxy-injector-k8s-tls',
): string {
  return `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: linkerd-proxy-injector, namespace: linkerd }
spec: { secretName: ${secretName}, dnsNames: ${dnsNames}, issuerRef: { name: webhooks } }
`;
}
