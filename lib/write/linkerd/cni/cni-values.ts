import type { Affinity, Container, Toleration } from '../../../../imports/k8s.js';
import type { ImageValues, ResourceValues, StringMap } from '../control-plane/shared-values.js';

/** The values of the official `linkerd2-cni` chart, under its own names; values that the control plane sets are copied from it. @see https://github.com/linkerd/linkerd2/blob/main/charts/linkerd2-cni/values.yaml */
export interface CniValues {
  /** Labels of every object. @default - none */
  readonly commonLabels: StringMap;
  /** Folder of the plugins on each node. @default /opt/cni/bin */
  readonly destCNIBinDir: string;
  /** Folder of the network configuration on each node. @default /etc/cni/net.d */
  readonly destCNINetDir: string;
  /** Init containers before the installation. @default - none */
  readonly extraInitContainers: readonly Container[];
  /** Inbound ports that bypass the mesh. @default - none */
  readonly ignoreInboundPorts: string;
  /** Outbound ports that bypass the mesh. @default - none */
  readonly ignoreOutboundPorts: string;
  /** The image. @default - cr.l5d.io/linkerd/cni-plugin at the release's version */
  readonly image: ImageValues;
  /** Secrets with the credentials of a private registry. @default - none */
  readonly imagePullSecrets: readonly { readonly name: string }[];
  /** `nft` or `legacy`. @default nft */
  readonly iptablesMode: string;
  /** The plugin's log level. @default info */
  readonly logLevel: string;
  /** Node affinity. @default - none */
  readonly nodeAffinity?: Affinity['nodeAffinity'] | undefined;
  /** Labels of the pods. @default - none */
  readonly podLabels: StringMap;
  /** The inbound ports that are redirected, separated by commas. @default - all */
  readonly portsToRedirect: string;
  /** PriorityClass of the pods. @default - none */
  readonly priorityClassName: string;
  /** Whether the installer is privileged, as some nodes with SELinux need. @default false */
  readonly privileged: boolean;
  /**
   * The container that deletes pods that started before the plugin was ready: without it they never become ready.
   * @default - none, as in the chart
   */
  readonly repairController: {
    /** Always restricted: if this is off, the chart would start it without its command. */
    readonly enableSecurityContext: boolean;
    readonly enabled: boolean;
    readonly logFormat: string;
    readonly logLevel: string;
    readonly resources: ResourceValues;
  };
  /** Requests and limits of the installer. @default - none */
  readonly resources: ResourceValues;
  /** Number of old revisions kept for a rollback. @default 10 */
  readonly revisionHistoryLimit: number;
  /** Tolerations. @default - all taints: a node without the plugin runs no meshed pod */
  readonly tolerations: readonly Toleration[];
  /** How pods are replaced. @default - one node at a time */
  readonly updateStrategy: {
    readonly type: string;
    readonly rollingUpdate?: { readonly maxUnavailable: number | string } | undefined;
  };
  /** Whether iptables waits for its lock. @default false */
  readonly useWaitFlag: boolean;
}
