import { Construct } from 'constructs';
import {
  GrpcRoute,
  type GrpcRouteSpecRulesMatches,
  GrpcRouteSpecRulesMatchesHeadersType,
  HttpRoute,
  type HttpRouteSpecRulesMatches,
  HttpRouteSpecRulesMatchesHeadersType,
  HttpRouteSpecRulesMatchesPathType,
} from '../../../../imports/gateway.networking.k8s.io.js';
import { IntOrString, KubeService } from '../../../../imports/k8s.js';
import { placeInStage } from '../../fleet/stage.js';
import type { ParsedPath } from '../../workload/intents/request-match.js';
import type { Service } from '../../workload/intents/service.js';
import { identityOf } from '../../workload/peer.js';
import { portName, servicePortOf, type WorkloadPort } from '../../workload/port.js';
import { VERSION_LABEL } from '../../workload/workload.js';
import type { RoutedService } from '../linkerd-application.js';
import { linkerdAppProtocol, opaquePortsOf } from '../policy/protocol.js';
import { type Branch, type Condition, versionServiceName } from './branches.js';

export interface ServiceRoutesProps {
  readonly service: RoutedService;
}

/**
 * Which version of a service answers which requests: a Service for each version, and for each request port a route whose parent is the
 * Service of the workload. Proxies of callers apply it to requests to the address of that Service, and not to requests to single pods
 * through a headless Service. Timeouts and retries are annotations of the Service.
 *
 * @see https://linkerd.io/2-edge/reference/httproute/
 */
export class ServiceRoutes extends Construct {
  constructor(scope: Construct, id: string, { service }: ServiceRoutesProps) {
    super(scope, id);
    placeInStage(this, '70-traffic');
    if (service.release !== undefined) {
      for (const { name } of service.workload.versions ?? []) this.#versionService(name, service);
    }
    for (const port of service.requestPorts) {
      if (port.appProtocol === 'grpc') this.#grpcRoute(port, service);
      else this.#httpRoute(port, service);
    }
  }

  #versionService(version: string, service: Service): void {
    const { workload } = service;
    const opaque = opaquePortsOf(workload, 'services');
    new KubeService(this, `version-${version}`, {
      metadata: {
        name: versionServiceName(service, version),
        namespace: workload.namespace,
        ...(Object.keys(opaque).length > 0 && { annotations: opaque }),
      },
      spec: {
        selector: { ...identityOf(workload).podLabels, [VERSION_LABEL]: version },
        ports: (workload.ports ?? []).map((port) => ({
          name: portName(port),
          port: servicePortOf(port),
          targetPort: IntOrString.fromNumber(port.port),
          protocol: 'TCP',
          appProtocol: linkerdAppProtocol(port),
        })),
      },
    });
  }

  #httpRoute(port: WorkloadPort, service: RoutedService): void {
    if (service.rules.length === 0) return;
    new HttpRoute(this, port.name, {
      metadata: nameOf(service, port),
      spec: {
        parentRefs: [parentOf(service, port)],
        rules: service.rules.map(({ matches, branch }) => ({
          ...(matches.length > 0 && { matches: matches.map(httpMatch) }),
          backendRefs: backendsOf(branch, port),
        })),
      },
    });
  }

  /** Without a GRPCRoute the proxy retries by HTTP status, which is always 200 for gRPC. */
  #grpcRoute(port: WorkloadPort, service: RoutedService): void {
    if (service.rules.length === 0 && service.retries === undefined) return;
    const every: Condition = { headers: [] };
    const own: Branch = { when: every, backends: [{ service: service.workload.name, weight: 1 }] };
    new GrpcRoute(this, port.name, {
      metadata: nameOf(service, port),
      spec: {
        parentRefs: [parentOf(service, port)],
        rules: (service.rules.length === 0 ? [{ matches: [], branch: own }] : service.rules).map(
          ({ matches, branch }) => ({
            ...(matches.length > 0 && { matches: matches.map(grpcMatch) }),
            backendRefs: backendsOf(branch, port),
          }),
        ),
      },
    });
  }
}

function nameOf({ workload }: Service, { name }: WorkloadPort) {
  return { name: `${workload.name}-${name}`, namespace: workload.namespace };
}

function parentOf({ workload }: Service, port: WorkloadPort) {
  return { group: '', kind: 'Service', name: workload.name, port: servicePortOf(port) };
}

function backendsOf({ backends }: Branch, port: WorkloadPort) {
  const [only, ...others] = backends;
  if (only !== undefined && others.length === 0)
    return [{ name: only.service, port: only.port ?? servicePortOf(port) }];
  return backends.map(({ service, port: own, weight }) => ({
    name: service,
    port: own ?? servicePortOf(port),
    weight,
  }));
}

function httpMatch({ path, headers }: Condition): HttpRouteSpecRulesMatches {
  return {
    ...(path !== undefined && { path: httpPath(path) }),
    ...(headers.length > 0 && {
      headers: headers.map(({ name, value, regex }) => ({
        name,
        value,
        type: regex
          ? HttpRouteSpecRulesMatchesHeadersType.REGULAR_EXPRESSION
          : HttpRouteSpecRulesMatchesHeadersType.EXACT,
      })),
    }),
  };
}

export function httpPath(path: ParsedPath) {
  if ('exact' in path) return { type: HttpRouteSpecRulesMatchesPathType.EXACT, value: path.exact };
  return { type: HttpRouteSpecRulesMatchesPathType.PATH_PREFIX, value: path.prefix === '' ? '/' : path.prefix };
}

function grpcMatch({ path, headers }: Condition): GrpcRouteSpecRulesMatches {
  const method = path && grpcMethod(path);
  return {
    ...(method !== undefined && { method }),
    ...(headers.length > 0 && {
      headers: headers.map(({ name, value, regex }) => ({
        name,
        value,
        type: regex
          ? GrpcRouteSpecRulesMatchesHeadersType.REGULAR_EXPRESSION
          : GrpcRouteSpecRulesMatchesHeadersType.EXACT,
      })),
    }),
  };
}

/** Service and method of a gRPC path: `/pkg.Service/Method`, or `/pkg.Service/*`; undefined for any other. */
export function grpcMethod(path: ParsedPath): { readonly service: string; readonly method?: string } | undefined {
  const [, service, method] = /^\/([^/]+)(?:\/([^/]+))?$/.exec('exact' in path ? path.exact : path.prefix) ?? [];
  if (service === undefined || 'exact' in path !== (method !== undefined)) return undefined;
  return method === undefined ? { service } : { service, method };
}
