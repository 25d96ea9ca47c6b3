import { Construct } from 'constructs';
import {
  Gateway as GatewayObject,
  type GatewaySpecListeners,
  GatewaySpecListenersAllowedRoutesNamespacesFrom,
  GatewaySpecListenersTlsMode,
  HttpRoute,
  HttpRouteSpecRulesFiltersRequestRedirectScheme,
  HttpRouteSpecRulesFiltersRequestRedirectStatusCode,
  HttpRouteSpecRulesFiltersType,
} from '../../../../imports/gateway.networking.k8s.io.js';
import { hostName } from '../../../formats/name-syntax.js';
import type { Cluster } from '../../fleet/cluster.js';
import { placeInStage } from '../../fleet/stage.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Ingress } from '../../workload/intents/ingress.js';
import { parsePath } from '../../workload/intents/request-match.js';
import type { Entry, IngressGateway } from '../../workload/intents/resolved.js';
import type { Service } from '../../workload/intents/service.js';
import { identityOf } from '../../workload/peer.js';
import { servicePortOf } from '../../workload/port.js';
import { findPort } from '../../workload/workload.js';
import { meshedPod } from '../proxy-annotations.js';
import { EnvoyProxyParameters } from './envoy-proxy-parameters.js';
import type { GatewayFacts } from './gateway-facts.js';
import { IngressCertificates, secretOf } from './ingress-certificates.js';
import { amount } from './service-annotations.js';
import { httpPath } from './service-routes.js';

/** A gateway through which requests enter. @see https://gateway-api.sigs.k8s.io/ */
export interface LinkerdIngressProps {
  /** The cluster of the gateway. */
  readonly cluster: Cluster;
  /** The gateway, and what enters through it. */
  readonly ingress: IngressGateway;
  /** What runs its pods: an implementation of the Gateway API. @see https://gateway-api.sigs.k8s.io/api-types/gatewayclass/ */
  readonly gatewayClass: GatewayFacts;
}

const GATEWAY_GROUP = 'gateway.networking.k8s.io';

/**
 * One gateway of an application: a Gateway of the Gateway API with a listener for each host, certificates from cert-manager, a route for each
 * exposed service, and the parameters of its pods. Plain HTTP is redirected to HTTPS. `GatewayAccess` admits the outside to its pods; the
 * GatewayClass, one for each cluster, is a component of its own.
 *
 * @see https://linkerd.io/2-edge/tasks/using-ingress/
 */
export class LinkerdIngress extends Construct {
  constructor(scope: Construct, id: string, props: LinkerdIngressProps) {
    super(scope, id);
    const { ingress, gatewayClass } = props;
    const { gateway, entries, hosts } = ingress;
    placeInStage(this, '70-traffic');
    new IngressCertificates(this, 'certificates', { gateway, hosts });
    if (gatewayClass.stated.kind === 'envoy-gateway') new EnvoyProxyParameters(this, 'parameters', { gateway });
    this.#gateway(props);
    for (const entry of entriesByHost(entries)) this.#route(gateway, entry);
  }

  #gateway({ cluster, ingress: { gateway, entries, hosts }, gatewayClass }: LinkerdIngressProps): void {
    const { name, namespace, podLabels } = identityOf(gateway);
    const namespaces = [...new Set(entries.map(({ service }) => service.workload.namespace))].sort();
    new GatewayObject(this, 'gateway', {
      metadata: { name, namespace },
      spec: {
        gatewayClassName: gatewayClass.name,
        infrastructure: {
          annotations: meshedPod(cluster.linkerd),
          labels: { ...podLabels },
          ...(gatewayClass.stated.kind === 'envoy-gateway' && {
            parametersRef: { group: 'gateway.envoyproxy.io', kind: 'EnvoyProxy', name },
          }),
        },
        listeners: [
          {
            name: 'http',
            port: 80,
            protocol: 'HTTP',
            allowedRoutes: { namespaces: { from: GatewaySpecListenersAllowedRoutesNamespacesFrom.SAME } },
          },
          ...hosts.map(({ host }) => listener(host, namespaces)),
        ],
      },
    });
    new HttpRoute(this, 'redirect', {
      metadata: { name: `${name}-redirect`, namespace },
      spec: {
        parentRefs: [{ group: GATEWAY_GROUP, kind: 'Gateway', name, sectionName: 'http' }],
        rules: [
          {
            filters: [
              {
                type: HttpRouteSpecRulesFiltersType.REQUEST_REDIRECT,
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

  #route(gateway: Gateway, { host, service, ingresses }: HostEntries): void {
    const { workload } = service;
    const name = `${workload.name}-${hostName(host)}`;
    new HttpRoute(this, `${workload.namespace}-${name}`, {
      metadata: { name, namespace: workload.namespace },
      spec: {
        parentRefs: [
          {
            group: GATEWAY_GROUP,
            kind: 'Gateway',
            name: gateway.name,
            namespace: gateway.namespace,
            sectionName: hostName(host),
          },
        ],
        hostnames: [host],
        rules: ingresses.flatMap(({ port: portName, paths }) => {
          const port = findPort(workload, portName);
          if (port === undefined) return [];
          return [
            {
              ...(paths !== undefined && { matches: paths.map((path) => ({ path: httpPath(parsePath(path)) })) }),
              // Without it the default of the class applies: 15 seconds in Envoy.
              timeouts: { request: service.timeout === undefined ? '0s' : amount(service.timeout) },
              backendRefs: [{ name: workload.name, port: servicePortOf(port) }],
            },
          ];
        }),
      },
    });
  }
}

/** The entries of one host to one service, which share a route: its name does not depend on other hosts. */
interface HostEntries {
  readonly host: string;
  readonly service: Service;
  readonly ingresses: readonly Ingress[];
}

function entriesByHost(entries: readonly Entry[]): readonly HostEntries[] {
  const services = [...new Set(entries.map(({ service }) => service))];
  return services.flatMap((service) => {
    const own = entries.filter((entry) => entry.service === service).map(({ ingress }) => ingress);
    return [...new Set(own.flatMap(({ hosts }) => hosts))]
      .sort()
      .map((host) => ({ host, service, ingresses: own.filter(({ hosts }) => hosts.includes(host)) }));
  });
}

function listener(host: string, namespaces: readonly string[]): GatewaySpecListeners {
  return {
    name: hostName(host),
    hostname: host,
    port: 443,
    protocol: 'HTTPS',
    tls: {
      mode: GatewaySpecListenersTlsMode.TERMINATE,
      certificateRefs: [{ group: '', kind: 'Secret', name: secretOf(host) }],
    },
    allowedRoutes: {
      namespaces: {
        from: GatewaySpecListenersAllowedRoutesNamespacesFrom.SELECTOR,
        selector: {
          matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: [...namespaces] }],
        },
      },
    },
  };
}
