import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import * as k8s from '../imports/k8s.js';

/** How the objects of a tree are made: by the classes of `imports/k8s.ts`, or as bare `ApiObject`s of the same content. */
export type Classes = 'typed' | 'raw';

/** The shape of one cluster's construct tree. */
export interface TreeShape {
  readonly classes: Classes;
  readonly charts: number;
  /** A multiple of {@link BUNDLE_SIZE}. */
  readonly objectsPerChart: number;
}

/** Objects that one microservice consists of. */
export const BUNDLE_SIZE = 10;

/** Builds an app whose charts hold bundles of ten objects, one bundle for each microservice. */
export function buildTree({ classes, charts, objectsPerChart }: TreeShape, outdir: string): App {
  const app = new App({ outdir });
  for (let number = 0; number < charts; number++) {
    const chart = new Chart(app, `team-${number}`, { disableResourceNameHashes: true });
    for (let service = 0; service < objectsPerChart / BUNDLE_SIZE; service++) {
      addBundle(chart, classes, `team-${number}`, `service-${service}`);
    }
  }
  return app;
}

function addBundle(scope: Construct, classes: Classes, namespace: string, name: string): void {
  const labels = { 'app.kubernetes.io/name': name, 'app.kubernetes.io/component': 'backend' };
  const metadata = { name, namespace, labels };
  const target = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const add = <Props>(kind: TypedClass<Props>, props: Props): void => {
    const id = `${name}-${kind.GVK.kind.toLowerCase()}`;
    if (classes === 'typed') new kind(scope, id, props);
    else new ApiObject(scope, id, kind.manifest(props));
  };
  add(k8s.KubeServiceAccount, { metadata, automountServiceAccountToken: false });
  add(k8s.KubeConfigMap, {
    metadata,
    data: { LOG_LEVEL: 'info', DATABASE_HOST: `db.${namespace}.svc.cluster.local`, 'app.conf': 'a = 1\nb = 2\n' },
  });
  add(k8s.KubeRole, { metadata, rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'watch'] }] });
  add(k8s.KubeRoleBinding, {
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name },
    subjects: [{ kind: 'ServiceAccount', name, namespace }],
  });
  add(k8s.KubeNetworkPolicy, {
    metadata,
    spec: {
      podSelector: { matchLabels: labels },
      policyTypes: ['Ingress'],
      ingress: [{ ports: [{ port: k8s.IntOrString.fromNumber(8080) }], from: [{ namespaceSelector: {} }] }],
    },
  });
  add(k8s.KubePodDisruptionBudget, {
    metadata,
    spec: { minAvailable: k8s.IntOrString.fromNumber(1), selector: { matchLabels: labels } },
  });
  add(k8s.KubeService, {
    metadata,
    spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: k8s.IntOrString.fromString('http') }] },
  });
  add(k8s.KubeIngress, {
    metadata,
    spec: {
      rules: [
        {
          host: `${name}.example.com`,
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
          },
        },
      ],
    },
  });
  add(k8s.KubeHorizontalPodAutoscalerV2, {
    metadata,
    spec: {
      scaleTargetRef: target,
      minReplicas: 2,
      maxReplicas: 10,
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } } },
      ],
    },
  });
  add(k8s.KubeDeployment, {
    metadata,
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [
            {
              name: 'app',
              image: `registry.example.com/${namespace}/${name}:1.4.2`,
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
              envFrom: [{ configMapRef: { name } }],
              readinessProbe: { httpGet: { path: '/ready', port: k8s.IntOrString.fromString('http') } },
              resources: {
                requests: { cpu: k8s.Quantity.fromString('100m'), memory: k8s.Quantity.fromString('128Mi') },
                limits: { cpu: k8s.Quantity.fromString('500m'), memory: k8s.Quantity.fromString('256Mi') },
              },
              securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, runAsNonRoot: true },
            },
          ],
        },
      },
    },
  });
}

/** A generated class: constructed with props, or used to turn props into a plain object. */
interface TypedClass<Props> {
  new (scope: Construct, id: string, props: Props): ApiObject;
  readonly GVK: { readonly kind: string };
  manifest(props: Props): { readonly apiVersion: string; readonly kind: string };
}
