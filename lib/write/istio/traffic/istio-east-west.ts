import { Construct } from 'constructs';
import { placeInStage } from '../../fleet/stage.js';
import { EAST_WEST_PORT, type Federation } from '../../workload/intents/federation.js';
import type { ResolvedApplication } from '../../workload/intents/resolved.js';
import { sortedSet } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import { IstioResource } from '../policy/resource.js';
import { serviceHost } from '../policy/service-host.js';
import type { Labels } from '../policy/specs.js';

/** What other clusters reach of an application. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export interface IstioEastWestProps {
  /** The application. */
  readonly application: ResolvedApplication;
  /** The gateway through which other clusters enter. */
  readonly federation: Federation;
}

/**
 * The way in for the other clusters of the mesh. The gateway ends no TLS: a server name says which service is meant, and the workload that
 * is called sees the certificate of its caller, and admits it or not. The gateway itself passes on what is meant for services that have
 * callers or ways in, and nothing else; an AuthorizationPolicy would have no effect on it.
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
