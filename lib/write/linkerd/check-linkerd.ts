import type { Diagnostic } from '../../diagnostic.js';
import { sortDiagnostics } from '../../diagnostic.js';
import { placeOf, placeOfApplication } from '../workload/intents/service-place.js';
import type { LinkerdApplication } from './linkerd-application.js';
import { checkPolicy } from './policy/check-policy.js';
import { checkEgress } from './policy/egress.js';
import { checkTraffic } from './traffic/check-traffic.js';
import { unlessAccepted } from './traffic/unexpressed.js';

/**
 * Intents of an application that Linkerd cannot express, or would silently ignore, unless the fallback is accepted.
 * `checkIntents` finds problems that do not depend on the mesh.
 */
export function checkLinkerd(application: LinkerdApplication): Diagnostic[] {
  const { services, tracing, federation, fallbacks } = application;
  return sortDiagnostics([
    ...services.flatMap((service) => {
      const place = placeOf(service, application);
      return [...checkTraffic(place, service, fallbacks), ...checkPolicy(place, service, application, fallbacks)];
    }),
    ...checkEgress(application, fallbacks),
    ...(federation === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...placeOfApplication(application, 'federation'),
          got: 'stated',
          offered:
            'none: Linkerd mirrors Services of other clusters with an extension that is not part of the control plane',
          otherwise: 'Drop it',
          fallback: { federation: "'dropped'" },
        })),
    ...(tracing === undefined
      ? []
      : unlessAccepted(fallbacks, {
          ...placeOfApplication(application, 'tracing'),
          got: 'stated',
          offered:
            'the collector in the settings of the control plane, and the share in those of the workload that starts a trace',
          otherwise: 'State it there',
          fallback: { tracing: "'set-on-the-control-plane'" },
        })),
  ]);
}
