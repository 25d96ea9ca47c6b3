import { list, options, type Shape } from '../../props/shape.js';
import { integer, objectName } from '../../props/values.js';
import { FOREIGN_CALL, type ForeignCall } from '../../workload/intents/egress.js';

/**
 * An implementation of the Gateway API that someone else runs, as those must know it who are let in through it: Linkerd has no
 * gateway of its own. For a Gateway it makes pods in the Gateway's namespace, which run as the ServiceAccount that is named like
 * the Gateway and bear what the Gateway says of its infrastructure: the policies know them by both. They must meet
 * the restricted pod-security profile, and send to the cluster address of Services, or their own choice of pods passes over releases.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
 */
export interface GatewayClass {
  /** Name of the GatewayClass. */
  readonly name: string;
  /** Container ports at which its pods listen for the ports 80 and 443 of a Gateway: those below 1024 are for the root user. */
  readonly ports: { readonly http: number; readonly https: number };
  /** What tells its pods what to do, each at the port that they ask, at least one. @see https://gateway-api.sigs.k8s.io/concepts/glossary/ */
  readonly controllers: readonly ForeignCall[];
}

/** What is accepted as a class. */
export const GATEWAY_CLASS: Shape<GatewayClass> = options<GatewayClass>({
  name: objectName,
  ports: options<GatewayClass['ports']>({ http: integer(1, 65_535), https: integer(1, 65_535) }),
  controllers: list(FOREIGN_CALL, 1),
});
