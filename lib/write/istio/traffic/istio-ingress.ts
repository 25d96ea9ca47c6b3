import { Construct } from 'constructs';
import { KubeNetworkPolicy } from '../../../../imports/k8s.js';
import { placeInStage } from '../../fleet/stage.js';
import { challengePolicies } from '../../workload/acme-challenge.js';
import type { Gateway } from '../../workload/gateway.js';
import type { IngressGateway, IngressHost, ResolvedApplication } from '../../workload/intents/resolved.js';
import { isNonEmpty, type NonEmpty } from '../../workload/non-empty.js';
import { identityOf } from '../../workload/peer.js';
import { gatewayPorts } from '../gateway-ports.js';
import { IstioResource } from '../policy/resource.js';
import type { Labels } from '../policy/specs.js';
import type { GatewayServer, HttpsServer } from './edge-specs.js';
import { credentialName, IngressCertificates } from './ingress-certificate.js';
import { gatewayName, hostLabel } from './names.js';

/** Ingress of an application through one of its gateways. @see https://istio.io/latest/docs/tasks/traffic-management/ingress/ */
export interface IstioIngressProps {
  /** The application behind the gateway. */
  readonly application: ResolvedApplication;
  /** The gateway, and what enters through it. */
  readonly ingress: IngressGateway;
}

const [HTTP, HTTPS] = gatewayPorts({ direction: 'ingress' });

/**
 * Traffic from outside the cluster: TLS with a certificate for each host, plain HTTP that redirects to it, and nothing else.
 *
 * A host that is verified over HTTP is an exception. A redirect of the server applies to every path, and before the first certificate nothing
 * answers behind it: the challenge would wait for the certificate, and the certificate for the challenge. Its redirect is therefore a route,
 * which Istio orders after the route of the challenge, in a Gateway of its own, so that no route of a service answers in plaintext.
 *
 * @see https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/
 */
export class IstioIngress extends Construct {
  constructor(scope: Construct, id: string, props: IstioIngressProps) {
    super(scope, id);
    const {
      application,
      ingress: { gateway, hosts },
    } = props;
    const proven = hosts.filter(provenByHttp);
    this.#policy(placeInStage(new Construct(this, 'policy'), '40-policy'), props, proven.length > 0);
    const trust = placeInStage(new Construct(this, 'trust'), '20-trust');
    new IngressCertificates(trust, 'certificates', { application, gateway, hosts });
    const traffic = placeInStage(new Construct(this, 'traffic'), '70-traffic');
    this.#gateway(traffic, props);
    if (isNonEmpty(proven)) this.#redirect(traffic, props, proven);
  }

  #policy(scope: Construct, { application, ingress }: IstioIngressProps, acme: boolean) {
    const { gateway, hosts } = ingress;
    const name = gatewayName(application, gateway);
    const { namespace } = gateway;
    new IstioResource(
      scope,
      'access',
      'AuthorizationPolicy',
      { name, namespace },
      {
        selector: { matchLabels: podLabels(gateway) },
        action: 'ALLOW',
        rules: [
          {
            to: [
              {
                operation: {
                  hosts: authorities(hosts),
                  ports: [String(HTTP.containerPort), String(HTTPS.containerPort)],
                },
              },
            ],
          },
        ],
      },
    );
    if (!acme) return;
    for (const networkPolicy of challengePolicies(name, gateway))
      new KubeNetworkPolicy(scope, `network-${networkPolicy.metadata?.name}`, networkPolicy);
  }

  #gateway(scope: Construct, { application, ingress: { gateway, hosts } }: IstioIngressProps): void {
    const [first, ...rest] = hosts;
    const redirected = hosts.filter((host) => !provenByHttp(host)).flatMap(serverHosts);
    const redirect: readonly GatewayServer[] = isNonEmpty(redirected)
      ? [{ port: httpPort('http'), hosts: redirected, tls: { httpsRedirect: true } }]
      : [];
    new IstioResource(
      scope,
      'gateway',
      'Gateway',
      { name: gatewayName(application, gateway), namespace: gateway.namespace },
      { selector: podLabels(gateway), servers: [httpsServer(first), ...rest.map(httpsServer), ...redirect] },
    );
  }

  #redirect(scope: Construct, { application, ingress }: IstioIngressProps, hosts: NonEmpty<IngressHost>): void {
    const { gateway } = ingress;
    const { namespace } = gateway;
    const name = `${gatewayName(application, gateway)}-redirect`;
    const [first, ...rest] = hosts;
    new IstioResource(
      scope,
      'redirecting-gateway',
      'Gateway',
      { name, namespace },
      {
        selector: podLabels(gateway),
        servers: [
          { port: httpPort('http-redirect'), hosts: [`./${first.host}`, ...rest.map(({ host }) => `./${host}`)] },
        ],
      },
    );
    new IstioResource(
      scope,
      'redirect',
      'VirtualService',
      { name, namespace },
      {
        hosts: [first.host, ...rest.map(({ host }) => host)],
        gateways: [`${namespace}/${name}`],
        exportTo: ['.'],
        http: [{ redirect: { scheme: 'https', redirectCode: 301 } }],
      },
    );
  }
}

function podLabels(gateway: Gateway): Labels {
  return { ...identityOf(gateway).podLabels };
}

function httpPort(name: string) {
  return { number: HTTP.port, name, protocol: 'HTTP' } as const;
}

function httpsServer(host: IngressHost): HttpsServer {
  return {
    port: { number: HTTPS.port, name: `https-${hostLabel(host.host)}`, protocol: 'HTTPS' },
    hosts: serverHosts(host),
    tls: { mode: 'SIMPLE', credentialName: credentialName(host.host), minProtocolVersion: 'TLSV1_2' },
  };
}

/** Allowed values of the Host header, which a policy compares including a port. */
function authorities([first, ...rest]: NonEmpty<IngressHost>): NonEmpty<string> {
  const written = ({ host }: IngressHost): readonly string[] => (host.startsWith('*') ? [host] : [host, `${host}:*`]);
  return [first.host, ...written(first).slice(1), ...rest.flatMap(written)];
}

/** Whether an ACME server verifies the host over plain HTTP, which the redirect to HTTPS must allow. */
function provenByHttp({ certificate }: IngressHost): boolean {
  return certificate.kind === 'acme' && certificate.challenge.kind === 'http-01';
}

/** A host as a Gateway names it: with the namespaces whose VirtualServices may answer for it. */
function serverHosts({ host, namespaces }: IngressHost): NonEmpty<string> {
  const [first, ...rest] = namespaces;
  return [`${first}/${host}`, ...rest.map((namespace) => `${namespace}/${host}`)];
}
