import { Construct } from 'constructs';
import { placeInStage } from '../../fleet/stage.js';
import { EAST_WEST_PORT, type Federation } from '../../workload/intents/federation.js';
import type { ResolvedApplication } from '../../workload/intents/resolved.js';
import { sortedSet } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import { IstioResource } from '../policy/resource.js';
import { serviceHost } from '../policy/service-host.js';
import type { Labels } from '../policy/specs.js';

/** How other clusters reach an application. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export interface IstioEastWestProps {
  /** The application. */
  readonly application: ResolvedApplication;
  /** The gateway through which other clusters enter. */
  readonly federation: Federation;
}

/**
 * The entrance for the other clusters of the mesh. The gateway does not terminate TLS: the server name selects the service, and the called
 * workload authorizes the certificate of its caller. The gateway forwards only traffic to services with callers or ingress; an
 * AuthorizationPolicy would have no effect on it.
 *
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#expose-services-in-cluster1
 */
export class IstioEastWest extends Construct {
  constructor(scope: Construct, id: string, { application, federation }: IstioEastWestProps) {
    super(scope, id);
    const { cluster, services } = application;
    const called = services
      .filter(({ callers, ingress = [] }) => callers !== 'nobody' || ingress.length > 0)
      .map(({ workload }) => serviceHost(workload, cluster));
    const hosts = sortedSet(called);
    if (hosts === undefined) return;
    const { name, namespace } = federation.gateway;
    const labels: Labels = { ...identityOf(federation.gateway).podLabels };

    placeInStage(this, '70-traffic');
    new IstioResource(
      this,
      'gateway',
      'Gateway',
      { name, namespace },
      {
        selector: labels,
        servers: [
          {
            port: { number: EAST_WEST_PORT, name: 'tls', protocol: 'TLS' },
            hosts,
            tls: { mode: 'AUTO_PASSTHROUGH' },
          },
        ],
      },
    );
  }
}
