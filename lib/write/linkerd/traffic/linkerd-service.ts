import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, optional, options } from '../../../input/shape.js';
import { anyText } from '../../../input/values.js';
import { checkCidrs } from '../../fleet/networks.js';
import { APPLICATION, type Application } from '../../workload/intents/application.js';
import { SERVICE, type Service } from '../../workload/intents/service.js';
import { checkPolicy } from '../policy/check-policy.js';
import { ServicePolicy } from '../policy/service-policy.js';
import { checkTraffic } from './check-traffic.js';
import { FALLBACKS, type Fallbacks } from './fallbacks.js';
import { ServiceRoutes } from './service-routes.js';

export interface LinkerdServiceProps {
  /** What is wanted of the network. */
  readonly service: Service;
  /** The application that it belongs to. */
  readonly application: Application;
  /** What is accepted in place of what Linkerd cannot do. @default - nothing: an error says what Linkerd offers @see https://linkerd.io/2-edge/features/ */
  readonly fallbacks?: Fallbacks;
  /** CIDRs from which kubelets probe; every peer in them may ask for what the kubelet asks for. @default - the cluster's nodes and pods @see https://linkerd.io/2-edge/reference/authorization-policy/#networkauthentication */
  readonly kubeletCidrs?: readonly string[];
}

const PROPS = options<LinkerdServiceProps>({
  service: SERVICE,
  application: APPLICATION,
  fallbacks: optional(FALLBACKS),
  kubeletCidrs: optional(list(anyText, 1)),
});

/**
 * What Linkerd is told about one service: who may call it, how much it takes in, and which version answers. What cannot be
 * told it is refused, unless its fallback is accepted; `checkLinkerd` finds that for an application as a whole. Timeouts,
 * retries and the circuit breaker stand on the Service itself, as `linkerdServiceAnnotations` writes them.
 *
 * @see https://linkerd.io/2-edge/reference/authorization-policy/
 */
export class LinkerdService extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdServiceProps) {
    super(scope, id);
    throwIfAny(checkProps(`LinkerdService '${this.node.path}'`, props, PROPS));
    const { service, application, fallbacks = {}, kubeletCidrs } = props;
    const unfit = [...checkTraffic(service, fallbacks), ...checkPolicy(service, application, fallbacks)];
    throwIfAny([...unfit, ...checkCidrs(`LinkerdService '${this.node.path}': kubeletCidrs`, kubeletCidrs ?? [])]);
    new ServicePolicy(this, 'policy', { service, application, ...(kubeletCidrs !== undefined && { kubeletCidrs }) });
    new ServiceRoutes(this, 'routes', { service, fallbacks });
  }
}
