import { Construct } from 'constructs';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, options } from '../../../input/shape.js';
import { placeInStage } from '../../fleet/stage.js';
import { APPLICATION, type Application } from '../../workload/intents/application.js';
import { EAST_WEST_PORT } from '../../workload/intents/federation.js';
import { identityOf } from '../../workload/peer.js';
import { hostOf } from '../policy/neighbours.js';
import { sortedSet } from '../policy/non-empty.js';
import { IstioResource } from '../policy/resource.js';
import type { Labels } from '../policy/specs.js';

/** What other clusters reach of an application. @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/ */
export interface IstioEastWestProps {
  /** The application, which says by which gateway its like in other clusters enter. */
  readonly application: Application;
}

const PROPS = options<IstioEastWestProps>({ application: APPLICATION });

/**
 * The way in for the other clusters of the mesh. The gateway ends no TLS: a server name says which service is meant, and the workload that
 * is called sees the certificate of its caller, and admits it or not. The gateway itself passes on what is meant for services that have
 * callers or ways in, and nothing else; an AuthorizationPolicy would have no effect on it.
 *
 * @see https://istio.io/latest/docs/setup/install/multicluster/multi-primary_multi-network/#expose-services-in-cluster1
 */
export class IstioEastWest extends Construct {
  constructor(scope: Construct, id: string, props: IstioEastWestProps) {
    super(scope, id);
    throwIfAny(checkProps(`IstioEastWest '${this.node.path}'`, props, PROPS));
    const { cluster, federation, services } = props.application;
    throwIfAny(cluster.problems);
    const called = services
      .filter(({ callers, ingress = [] }) => callers !== 'nobody' || ingress.length > 0)
      .map(({ workload }) => hostOf(workload, cluster));
    const hosts = sortedSet(called);
    if (federation === undefined || hosts === undefined) return;
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
