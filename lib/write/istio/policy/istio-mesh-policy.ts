import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, optional, options } from '../../../input/shape.js';
import { CLUSTER, type Cluster } from '../../fleet/cluster.js';
import { placeInStage } from '../../fleet/stage.js';
import { TRACING, type Tracing } from '../../workload/intents/telemetry.js';
import { ROOT_NAMESPACE } from '../mesh-config.js';
import { relyOnSetting } from '../mesh-settings.js';
import { ALLOW_NOTHING, STRICT } from './defaults.js';
import { IstioResource } from './resource.js';
import { TRACING_PROVIDER } from './tracing.js';

/** Policies for the whole mesh of a cluster. @see https://istio.io/latest/docs/ops/best-practices/security/ */
export interface IstioMeshPolicyProps {
  /** The cluster of the mesh. */
  readonly cluster: Cluster;
  /** Where the spans of all proxies are sent, including gateways. @default - no tracing @see https://istio.io/latest/docs/tasks/observability/distributed-tracing/opentelemetry/ */
  readonly tracing?: Tracing;
}

const PROPS = options<IstioMeshPolicyProps>({ cluster: CLUSTER, tracing: optional(TRACING) });

/**
 * Defaults for every namespace of the mesh: mTLS is strict, all calls are denied, proxies know only their own namespace, and every request is
 * logged and counted. Calls are denied by an ALLOW policy without rules, so that the ALLOW policies of workloads and gateways add to it; a
 * DENY policy would override them.
 *
 * @see https://istio.io/latest/docs/ops/best-practices/security/#use-default-deny-patterns
 */
export class IstioMeshPolicy extends Construct {
  constructor(scope: Construct, id: string, props: IstioMeshPolicyProps) {
    super(scope, id);
    throwIfAny(checkProps(`IstioMeshPolicy '${this.node.path}'`, props, PROPS));
    const { cluster, tracing } = props;
    const where = `IstioMeshPolicy '${cluster.name}'`;
    throwIfAny(cluster.problems);
    placeInStage(this, '40-policy');
    relyOnSetting(this, cluster, where, `rootNamespace:${ROOT_NAMESPACE}`);
    relyOnSetting(this, cluster, where, 'automaticMtls');
    relyOnSetting(this, cluster, where, 'registryOnly');
    if (tracing !== undefined) relyOnSetting(this, cluster, where, `tracingProvider:${TRACING_PROVIDER}`);

    const namespace = ROOT_NAMESPACE;
    new IstioResource(this, 'mtls', 'PeerAuthentication', { name: 'default', namespace }, STRICT);
    new IstioResource(this, 'access', 'AuthorizationPolicy', { name: 'allow-nothing', namespace }, ALLOW_NOTHING);
    new IstioResource(
      this,
      'scope',
      'Sidecar',
      { name: 'default', namespace },
      {
        // The dot is the namespace of each workload. Istio's webhook rejects the root namespace next to it, as a duplicate.
        egress: [{ hosts: ['./*'] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
    );
    new IstioResource(
      this,
      'telemetry',
      'Telemetry',
      { name: 'default', namespace },
      {
        accessLogging: [{ providers: [{ name: 'envoy' }] }],
        metrics: [{ providers: [{ name: 'prometheus' }] }],
        ...(tracing && {
          tracing: [{ providers: [{ name: TRACING_PROVIDER }], randomSamplingPercentage: tracing.samplingPercent }],
        }),
      },
    );
  }
}
