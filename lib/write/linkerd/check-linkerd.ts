import type { Diagnostic } from '../../diagnostic.js';
import { sortDiagnostics } from '../../diagnostic.js';
import type { Application } from '../workload/intents/application.js';
import { checkPolicy } from './policy/check-policy.js';
import { checkEgress } from './policy/egress.js';
import { checkTraffic } from './traffic/check-traffic.js';
import type { Substitutes } from './traffic/substitutes.js';
import { unlessAccepted } from './traffic/unexpressed.js';

/**
 * What an application wants that Linkerd cannot express, or would pass over in silence, unless the substitute for it is
 * accepted. What contradicts itself in every mesh is found elsewhere.
 */
export function checkLinkerd(application: Application, substitutes: Substitutes = {}): Diagnostic[] {
  const { services, tracing, federation } = application;
  return sortDiagnostics([
    ...services.flatMap((service) => [
      ...checkTraffic(service, substitutes),
      ...checkPolicy(service, application, substitutes),
    ]),
    ...checkEgress(application, substitutes),
    ...(federation === undefined
      ? []
      : unlessAccepted(substitutes, {
          where: `Application '${application.name}': federation`,
          got: 'stated',
          offered:
            'none: Services of other clusters are mirrored by an extension, which is no part of the control plane',
          otherwise: 'Drop it',
          substitute: { federation: "'dropped'" },
        })),
    ...(tracing === undefined
      ? []
      : unlessAccepted(substitutes, {
          where: `Application '${application.name}': tracing`,
          got: 'stated',
          offered:
            'the collector among the settings of the control plane, and the share among those of whoever starts a trace',
          otherwise: 'State it there',
          substitute: { tracing: "'set-on-the-control-plane'" },
        })),
  ]);
}
