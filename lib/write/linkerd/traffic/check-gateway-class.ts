import type { Diagnostic } from '../../../diagnostic.js';
import { isWithinReleases, rangeWords } from '../../../formats/release.js';
import { at, type Place } from '../../../input/place.js';
import {
  ENVOY_GATEWAY_GATEWAY_API,
  ENVOY_GATEWAY_KUBERNETES,
  LINKERD_GATEWAY_API,
} from '../../../releases/compatibility.js';
import type { Cluster } from '../../fleet/cluster.js';
import type { Gateway } from '../../workload/gateway.js';
import type { Service } from '../../workload/intents/service.js';
import { placeOf, placeOfApplication } from '../../workload/intents/service-place.js';
import type { LinkerdApplication } from '../linkerd-application.js';
import { DEFAULT_ENVOY_GATEWAY, envoyGatewaysFor } from './envoy-gateway.js';
import type { Fallbacks } from './fallbacks.js';
import type { GatewayFacts } from './gateway-facts.js';
import { unlessAccepted } from './unexpressed.js';

/** Options that Linkerd's proxy applies to requests to a Service, and not to requests to a pod. */
const DONE_FOR_SERVICES = ['release', 'timeout', 'retries', 'circuitBreaker', 'loadBalancing', 'fault'] as const;

/** Options of a gateway about its pods. */
const ABOUT_PODS = ['replicas', 'exposure', 'resources'] as const;

/** Labels that Envoy Gateway sets on pods, and selects them by. */
const SELECTED_LABELS = ['component', 'managed-by', 'name'].map((label) => `app.kubernetes.io/${label}`);

/** What a gateway class cannot do for the ingress of an application, and releases that do not fit. */
export function checkGatewayClass(application: LinkerdApplication): Diagnostic[] {
  const { cluster, fallbacks, gatewayClass: facts } = application;
  const gateways = application.ingressGateways.map(({ gateway }) => gateway);
  const [first] = gateways;
  if (first === undefined) return [];
  const place: Place = placeOfApplication(application, 'gatewayClass');
  if (facts === undefined) {
    return [
      {
        ...place,
        got: `missing, but gateway '${first.namespace}/${first.name}' exposes a service`,
        expected: 'the class of the gateway: Linkerd runs no pods for it',
        fix: 'Set gatewayClass next to the application, or remove its ingress.',
      },
    ];
  }
  const { stated } = facts;
  const mismatches =
    stated.kind === 'envoy-gateway'
      ? envoyGatewayProblems(place, cluster, stated.release)
      : externalProblems(place, cluster, facts);
  return [
    ...mismatches,
    ...(mismatches.length > 0 ? [] : gatewayApiProblems(cluster, facts)),
    ...(stated.kind === 'envoy-gateway'
      ? gateways.flatMap(labelProblems)
      : [...securityProblems(place, facts), ...gateways.flatMap((gateway) => podProblems(gateway, fallbacks))]),
    ...(facts.sendsTo === 'services'
      ? []
      : application.services.flatMap((service) => withoutEffect(placeOf(service, application), service, facts))),
  ];
}

function envoyGatewayProblems(place: Place, cluster: Cluster, release = DEFAULT_ENVOY_GATEWAY): Diagnostic[] {
  const { linkerd, kubernetesVersion } = cluster;
  if (linkerd === undefined) return [];
  const fitting = envoyGatewaysFor(cluster);
  if (fitting.includes(release)) return otherEnvoyGateway(place, cluster, release);
  const read = rangeWords(LINKERD_GATEWAY_API[linkerd.version]);
  return [
    {
      ...place,
      got: `Envoy Gateway ${release}, made for the Gateway API ${rangeWords(ENVOY_GATEWAY_GATEWAY_API[release])} and Kubernetes ${rangeWords(ENVOY_GATEWAY_KUBERNETES[release])}`,
      expected: `one made for ${read}, which Linkerd ${linkerd.version} reads, and for Kubernetes ${kubernetesVersion}`,
      fix:
        fitting.length > 0
          ? `Use ${fitting.join(' or ')}.`
          : 'No release that can name pods after their Gateway fits: use another release of Linkerd, or another class.',
    },
  ];
}

/** The cluster states a release of Envoy Gateway by which its objects are judged. */
function otherEnvoyGateway(place: Place, { name, statedReleases }: Cluster, release: string): Diagnostic[] {
  const stated = statedReleases['envoy-gateway'];
  if (stated === undefined || stated === release) return [];
  return [
    {
      ...at(place, 'release'),
      got: release,
      expected: `${stated}, which releases.envoyGateway of cluster '${name}' states`,
      fix: 'Set both to the release that the cluster runs.',
    },
  ];
}

/** Labels of a Gateway replace those of its pods, but its Deployment still selects its own. */
function labelProblems({ namespace, name, pods }: Gateway): Diagnostic[] {
  return Object.keys(pods?.labels ?? {})
    .filter((label) => SELECTED_LABELS.includes(label))
    .map((label) => ({
      where: `Gateway '${namespace}/${name}'`,
      path: 'pods.labels',
      got: `'${label}', by which the Deployment of Envoy Gateway selects its pods`,
      expected: 'other labels',
      fix: 'Remove it: the API server would reject the Deployment.',
    }));
}

/** Contradictions in a class, and whether a release of the Gateway API works with both the class and Linkerd. */
function externalProblems(
  place: Place,
  { linkerd }: Cluster,
  { title, ports, gatewayApi }: GatewayFacts,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (ports.http === ports.https) {
    problems.push({
      ...at(place, 'ports'),
      got: `${ports.http} for both http and https`,
      expected: 'two ports: a listener speaks plaintext or TLS, and Linkerd applies only one policy to a port',
      fix: 'Set the container ports on which the pods listen for 80 and for 443.',
    });
  }
  const [oldest] = gatewayApi.ends;
  if (!isWithinReleases(oldest, gatewayApi.ends)) {
    problems.push({
      ...at(place, 'gatewayApi'),
      got: gatewayApi.named,
      expected: 'the oldest release first, then the newest',
      fix: 'Swap the two.',
    });
  }
  if (linkerd === undefined || problems.length > 0) return problems;
  const range = LINKERD_GATEWAY_API[linkerd.version];
  const served =
    range.some((release) => gatewayApi.includes(release)) ||
    gatewayApi.ends.some((release) => isWithinReleases(release, range));
  if (served) return [];
  return [
    {
      ...at(place, 'gatewayApi'),
      got: gatewayApi.named,
      expected: `one of ${range.join(' to ')} among them, which Linkerd ${linkerd.version} reads`,
      fix: `Use another release of ${title}, or of Linkerd: no release of the Gateway API works with both.`,
    },
  ];
}

function securityProblems(place: Place, { podSecurity }: GatewayFacts): Diagnostic[] {
  if (podSecurity === 'restricted') return [];
  return [
    {
      ...at(place, 'podSecurity'),
      got: `'${podSecurity}'`,
      expected: "'restricted', which the namespace of every gateway enforces",
      fix: 'Configure the class so that its pods comply, or use another class.',
    },
  ];
}

/** The pods of an external class are configured by its owner. */
function podProblems(gateway: Gateway, fallbacks: Fallbacks): Diagnostic[] {
  return ABOUT_PODS.filter((option) => gateway[option] !== undefined).flatMap((option) =>
    unlessAccepted(fallbacks, {
      where: `Gateway '${gateway.namespace}/${gateway.name}'`,
      path: option,
      got: 'stated',
      offered: 'nothing: the owner of the class configures its pods',
      otherwise: 'Set it in the configuration of the class',
      fallback: { gatewayPods: "'set-by-the-gateway-class'" },
    }),
  );
}

function gatewayApiProblems({ name, linkerd }: Cluster, { title, gatewayApi }: GatewayFacts): Diagnostic[] {
  const release = linkerd?.gatewayApi?.release;
  if (release !== undefined && gatewayApi.includes(release)) return [];
  return [
    {
      where: `Cluster '${name}'`,
      path: 'mesh.gatewayApi.release',
      got: release ?? 'absent',
      expected: `${gatewayApi.named}, for which ${title} is made`,
      fix: 'Install and set that release, or use a class that is made for the installed one.',
    },
  ];
}

/** Options of a service that have no effect behind a class that chooses pods itself. */
function withoutEffect(place: Place, service: Service, { title }: GatewayFacts): Diagnostic[] {
  const [first] = service.ingress ?? [];
  if (first === undefined) return [];
  return DONE_FOR_SERVICES.filter((option) => service[option] !== undefined).map((option) => ({
    ...at(place, option),
    got: `set, but ${title} sends requests that enter through gateway '${first.gateway.namespace}/${first.gateway.name}' to pods`,
    expected: 'a class that sends to Services: Linkerd applies the option only to requests to a Service',
    fix: "Use one, such as { kind: 'envoy-gateway' }, or remove the option.",
  }));
}
