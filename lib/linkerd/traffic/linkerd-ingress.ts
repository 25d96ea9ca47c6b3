import { Construct } from 'constructs';
import {
  Gateway as GatewayObject,
  type GatewaySpecListeners,
  GatewaySpecListenersTlsMode,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
} from '../../../imports/gateway.networking.k8s.io.js';
import { placeInStage } from '../../fleet/stage.js';
import { rejectIfAny } from '../../problem.js';
import { checkProps, options } from '../../props/shape.js';
import { objectName } from '../../props/values.js';
import type { Gateway } from '../../workload/gateway.js';
import { APPLICATION, type Application, ingressGateways } from '../../workload/intents/application.js';
import type { Ingress } from '../../workload/intents/ingress.js';
import { parsePath } from '../../workload/intents/request-match.js';
import type { Service } from '../../workload/intents/service.js';
import { samePeer } from '../../workload/peer.js';
import { servicePortOf } from '../../workload/port.js';
import { findPort } from '../../workload/workload.js';
import { INJECT } from '../proxy-annotations.js';
import { IngressCertificates, secretOf } from './ingress-certificates.js';
import { httpPath } from './service-routes.js';

/** An application, and the gateways through which requests come in. @see https://gateway-api.sigs.k8s.io/ */
export interface LinkerdIngressProps {
  /** The application that is let in to. */
  readonly application: Application;
  /**
   * Class of the gateways: an implementation of the Gateway API that someone else runs. Its pods must be meshed, and run as the
   * ServiceAccount that is named like the gateway, for the policies know them by it. It must send to the cluster address of
   * Services, or its own choice of pods passes over releases.
   *
   * @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/
   */
  readonly gatewayClassName: string;
}

interface Entry {
  readonly service: Service;
  readonly ingress: Ingress;
}

const PROPS = options<LinkerdIngressProps>({ application: APPLICATION, gatewayClassName: objectName });
const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * The ways in to an application: a Gateway of the Gateway API with a listener for each host, certificates from cert-manager,
 * and a route for each service that is let in to. Plain HTTP is sent on to HTTPS.
 *
 * @see https://linkerd.io/2-edge/tasks/using-ingress/
 */
export class LinkerdIngress extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdIngressProps) {
    super(scope, id);
    rejectIfAny(checkProps(`LinkerdIngress '${this.node.path}'`, props, PROPS));
    const { application, gatewayClassName } = props;
    placeInStage(this, '70-traffic');
    for (const gateway of ingressGateways(application)) {
      const entries = entriesOf(gateway, application);
      const scoped = new Construct(this, `${gateway.namespace}-${gateway.name}`);
      new IngressCertificates(scoped, 'certificates', { gateway, ingresses: entries.map(({ ingress }) => ingress) });
      this.#gateway(scoped, gateway, gatewayClassName, entries);
      for (const entry of entries) this.#route(scoped, gateway, entry);
    }
  }

  #gateway(scope: Construct, { name, namespace }: Gateway, gatewayClassName: string, entries: readonly Entry[]): void {
    const namespaces = [...new Set(entries.map(({ service }) => service.workload.namespace))].sort();
    const hosts = [...new Set(entries.flatMap(({ ingress }) => ingress.hosts))].sort();
    new GatewayObject(scope, 'gateway', {
      metadata: { name, namespace },
      spec: {
        gatewayClassName,
        infrastructure: { annotations: { ...INJECT } },
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'Same' } } },
          ...hosts.map((host) => listener(host, namespaces)),
        ],
      },
    });
    new HttpRoute(scope, 'redirect', {
      metadata: { name: `${name}-redirect`, namespace },
      spec: {
        parentRefs: [{ group: GATEWAY_GROUP, kind: 'Gateway', name, sectionName: 'http' }],
        rules: [
          {
            filters: [
              {
                type: 'RequestRedirect',
                requestRedirect: {
                  scheme: HttpRouteSpecRulesFiltersRequestRedirectScheme.HTTPS,
                  statusCode: HttpRouteSpecRulesFiltersRequestRedirectStatusCode.VALUE_301,
                },
              },
            ],
          },
        ],
      },
    });
  }

  #route(scope: Construct, gateway: Gateway, { service, ingress }: Entry): void {
    const { workload } = service;
    const port = findPort(workload, ingress.port);
    if (port === undefined) return;
    const parent = { group: GATEWAY_GROUP, kind: 'Gateway', name: gateway.name, namespace: gateway.namespace };
    const earlier = entriesBefore(service, ingress);
    const name = `${workload.name}-from-${gateway.name}${earlier === 0 ? '' : `-${earlier + 1}`}`;
    new HttpRoute(scope, `${workload.namespace}-${name}`, {
      metadata: { name, namespace: workload.namespace },
      spec: {
        parentRefs: [...ingress.hosts].sort().map((host) => ({ ...parent, sectionName: listenerName(host) })),
        hostnames: [...ingress.hosts].sort(),
        rules: [
          {
            ...(ingress.paths !== undefined && {
              matches: ingress.paths.map((path) => ({ path: httpPath(parsePath(path)) })),
            }),
            backendRefs: [{ name: workload.name, port: servicePortOf(port) }],
          },
        ],
      },
    });
  }
}

/** Ways in through one gateway, with the service that each leads to. */
function entriesOf(gateway: Gateway, { services }: Application): readonly Entry[] {
  return services.flatMap((service) =>
    (service.ingress ?? [])
      .filter((ingress) => samePeer(ingress.gateway, gateway))
      .map((ingress) => ({ service, ingress })),
  );
}

/** How many ways through the same gateway a service states before this one. */
function entriesBefore(service: Service, ingress: Ingress): number {
  const same = (service.ingress ?? []).filter(({ gateway }) => samePeer(gateway, ingress.gateway));
  return same.indexOf(ingress);
}

function listener(host: string, namespaces: readonly string[]): GatewaySpecListeners {
  return {
    name: listenerName(host),
    hostname: host,
    port: 443,
    protocol: 'HTTPS',
    tls: {
      mode: GatewaySpecListenersTlsMode.TERMINATE,
      certificateRefs: [{ group: '', kind: 'Secret', name: secretOf(host) }],
    },
    allowedRoutes: {
      namespaces: {
        from: 'Selector',
        selector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }],
        },
      },
    },
  };
}

function listenerName(host: string): string {
  return host.replace(/^\*/, 'wildcard');
}
