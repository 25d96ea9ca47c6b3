import { Construct } from 'constructs';
import { IntOrString, KubeNetworkPolicy } from '../../../../imports/k8s.js';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, mapping, optional, options } from '../../../input/shape.js';
import { anyText, integer, label, objectName } from '../../../input/values.js';
import { placeInStage } from '../../fleet/stage.js';
import { PROMETHEUS, type Prometheus } from '../prometheus.js';

/** Which ports of which pods Prometheus may reach. @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export interface ScrapeAccessProps {
  /** Namespace of the pods and of the policy. */
  readonly namespace: string;
  /** Name of the policy. */
  readonly name: string;
  /** Labels of the pods. @default - every pod of the namespace */
  readonly podLabels?: { readonly [key: string]: string };
  /** Numbers of the container ports, at least one. */
  readonly ports: readonly number[];
  /** The Prometheus that is admitted. */
  readonly prometheus: Prometheus;
}

const PROPS = options<ScrapeAccessProps>({
  namespace: label,
  name: objectName,
  podLabels: optional(mapping(anyText)),
  ports: list(integer(1, 65_535), 1),
  prometheus: PROMETHEUS,
});

/** Admits only Prometheus to a namespace that denies by default. */
export class ScrapeAccess extends Construct {
  constructor(scope: Construct, id: string, props: ScrapeAccessProps) {
    super(scope, id);
    throwIfAny(checkProps(`ScrapeAccess '${this.node.path}'`, props, PROPS));
    const { namespace, name, podLabels, ports, prometheus } = props;
    placeInStage(this, '40-policy');
    new KubeNetworkPolicy(this, 'Resource', {
      metadata: { name, namespace },
      spec: {
        podSelector: podLabels === undefined ? {} : { matchLabels: { ...podLabels } },
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [
              {
                namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': prometheus.namespace } },
                podSelector: { matchLabels: { ...prometheus.podLabels } },
              },
            ],
            ports: [...new Set(ports)].map((port) => ({ protocol: 'TCP', port: IntOrString.fromNumber(port) })),
          },
        ],
      },
    });
  }
}
