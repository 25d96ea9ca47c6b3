import { Construct } from 'constructs';
import { GatewayClass as GatewayClassObject } from '../../../../imports/gateway.networking.k8s.io.js';
import { placeInStage } from '../../fleet/stage.js';
import type { EnvoyGatewayClass } from './gateway-class.js';
import { gatewayFacts } from './gateway-facts.js';

export interface LinkerdGatewayClassProps {
  /** The class that is created. */
  readonly gatewayClass: EnvoyGatewayClass;
}

/**
 * The GatewayClass that Envoy Gateway's controller manages, one for each cluster. The parameters of pods belong to each Gateway.
 *
 * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
 */
export class LinkerdGatewayClass extends Construct {
  constructor(scope: Construct, id: string, { gatewayClass }: LinkerdGatewayClassProps) {
    super(scope, id);
    placeInStage(this, '70-traffic');
    new GatewayClassObject(this, 'Resource', {
      metadata: { name: gatewayFacts(gatewayClass).name },
      spec: { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' },
    });
  }
}
