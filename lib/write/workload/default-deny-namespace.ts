import { Construct } from 'constructs';
import { KubeNamespace, KubeNetworkPolicy } from '../../../imports/k8s.js';
import { placeInStage } from '../fleet/stage.js';
import { dnsEgress, podsOf, tcp } from './network-peers.js';

/** A namespace, and what its mesh requires. */
export interface DefaultDenyNamespaceProps {
  /** Name of the namespace. */
  readonly name: string;
  /** Labels that the mesh reads. @default - none @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ */
  readonly labels?: { readonly [key: string]: string };
  /** Annotations that the mesh reads. @default - none @see https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/ */
  readonly annotations?: { readonly [key: string]: string };
  /** Pod-security profile that is enforced; violations of the restricted one are always audited. @see https://kubernetes.io/docs/concepts/security/pod-security-standards/ */
  readonly enforce: 'restricted' | 'privileged';
  /** The control plane of the mesh, which every proxy must reach. @default - no mesh @see https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
  readonly controlPlane?: { readonly mesh: string; readonly namespace: string; readonly ports: readonly number[] };
}

/**
 * A namespace whose network policies deny all traffic except what every pod needs: DNS, and the control plane of the mesh.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/network-policies/#default-deny-all-ingress-and-all-egress-traffic
 */
export class DefaultDenyNamespace extends Construct {
  constructor(scope: Construct, id: string, props: DefaultDenyNamespaceProps) {
    super(scope, id);
    const { name, labels, annotations, enforce, controlPlane } = props;
    const namespace = placeInStage(new Construct(this, 'namespace'), '00-namespaces');
    new KubeNamespace(namespace, 'Resource', {
      metadata: {
        name,
        labels: {
          ...labels,
          'pod-security.kubernetes.io/enforce': enforce,
          'pod-security.kubernetes.io/audit': 'restricted',
          'pod-security.kubernetes.io/warn': 'restricted',
        },
        ...(annotations && { annotations: { ...annotations } }),
      },
    });

    const policy = placeInStage(new Construct(this, 'policy'), '40-policy');
    new KubeNetworkPolicy(policy, 'default-deny', {
      metadata: { name: 'default-deny', namespace: name },
      spec: { podSelector: {}, policyTypes: ['Ingress', 'Egress'] },
    });
    new KubeNetworkPolicy(policy, 'allow-dns', {
      metadata: { name: 'allow-dns', namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [dnsEgress()],
      },
    });
    if (controlPlane === undefined) return;
    const allow = `allow-${controlPlane.mesh}-control-plane`;
    new KubeNetworkPolicy(policy, allow, {
      metadata: { name: allow, namespace: name },
      spec: {
        podSelector: {},
        policyTypes: ['Egress'],
        egress: [{ to: [podsOf(controlPlane.namespace)], ports: tcp(controlPlane.ports) }],
      },
    });
  }
}
