import type { Diagnostic } from '../../diagnostic.js';
import { sortDiagnostics } from '../../diagnostic.js';
import type { ResolvedApplication } from '../workload/intents/resolved.js';
import { checkPolicy } from './policy/check-policy.js';
import { checkEgress } from './policy/egress.js';
import { checkTraffic } from './traffic/check-traffic.js';
import type { Fallbacks } from './traffic/fallbacks.js';
import { unlessAccepted } from './traffic/unexpressed.js';

/**
 * What an application wants that Linkerd cannot express, or would pass over in silence, unless the fallback for it is
 * accepted. What contradicts itself in every mesh is found elsewhere.
 */
export function checkLinkerd(application: ResolvedApplication, fallbacks: Fallbacks = {}): Diagnostic[] {
  const { services, tracing, federation } = application;
  return sortDiagnostics([
    ...services.flatMap((service) => [
      ...checkTraffic(service, fallbacks),
      ...checkPolicy(service, application, fallbacks),
    ]),
    ...checkEgress(application, fallbacks),
    ...(federation === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: `Application '${application.name}': federation`,
          got: 'stated',
          offered:
            'none: Services of other clusters are mirrored by an extension, which is no part of the control plane',
          otherwise: 'Drop it',
          fallback: { federation: "'dropped'" },
        })),
    ...(tracing === undefined
      ? []
      : unlessAccepted(fallbacks, {
          where: `Application '${application.name}': tracing`,
          got: 'stated',
          offered:
            'the collector among the settings of the control plane, and the share among those of whoever starts a trace',
          otherwise: 'State it there',
          fallback: { tracing: "'set-on-the-control-plane'" },
        })),
  ]);
}
