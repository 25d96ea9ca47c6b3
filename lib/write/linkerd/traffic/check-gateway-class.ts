import type { Diagnostic } from '../../../diagnostic.js';
import { isWithinReleases } from '../../../formats/release.js';
import type { Cluster } from '../../fleet/cluster.js';
import { LINKERD_GATEWAY_API } from '../../fleet/mesh.js';
import type { Gateway } from '../../workload/gateway.js';
import { type Application, ingressGateways } from '../../workload/intents/application.js';
import type { Service } from '../../workload/intents/service.js';
import { DEFAULT_ENVOY_GATEWAY, ENVOY_GATEWAY_RELEASES, envoyGatewaysFor } from './envoy-gateway.js';
import type { Fallbacks } from './fallbacks.js';
import type { GatewayClass } from './gateway-class.js';
import { type GatewayFacts, gatewayFacts } from './gateway-facts.js';
import { placeOf, unlessAccepted } from './unexpressed.js';

/** What Linkerd's proxy does for requests to a Service, and for none to a pod. */
const DONE_FOR_SERVICES = ['release', 'timeout', 'retries', 'circuitBreaker', 'loadBalancing', 'fault'] as const;

/** What the pods of a class may be told where Linkerd is the mesh. */
const ABOUT_PODS = ['replicas', 'exposure', 'resources'] as const;

/** Labels that Envoy Gateway gives pods by itself, and selects them by. */
const SELECTED_LABELS = ['component', 'managed-by', 'name'].map((label) => `app.kubernetes.io/${label}`);

/** What of an application's ways in a class cannot give, and what it does not fit. */
export function checkGatewayClass(
  application: Application,
  gatewayClass: GatewayClass,
  fallbacks: Fallbacks = {},
): Diagnostic[] {
  const gateways = ingressGateways(application);
  if (gateways.length === 0) return [];
  const { cluster } = application;
  const facts = gatewayFacts(gatewayClass);
  const where = `Application '${application.name}': gatewayClass`;
  const apart =
    gatewayClass.kind === 'envoy-gateway'
      ? envoyGatewayProblems(where, cluster, gatewayClass.release)
      : externalProblems(where, cluster, facts);
  return [
    ...apart,
    ...(apart.length > 0 ? [] : gatewayApiProblems(cluster, facts)),
    ...(gatewayClass.kind === 'envoy-gateway'
      ? gateways.flatMap(labelProblems)
      : [...securityProblems(where, facts), ...podProblems(application, fallbacks)]),
    ...(facts.sendsTo === 'services' ? [] : application.services.flatMap((service) => passedOver(service, facts))),
  ];
}

function envoyGatewayProblems(where: string, cluster: Cluster, release = DEFAULT_ENVOY_GATEWAY): Diagnostic[] {
  const { linkerd, kubernetesVersion } = cluster;
  if (linkerd === undefined) return [];
  const fitting = envoyGatewaysFor(cluster);
  if (fitting.includes(release)) return [];
  const { gatewayApi, kubernetes } = ENVOY_GATEWAY_RELEASES[release];
  const [oldest, newest] = LINKERD_GATEWAY_API[linkerd.version];
  return [
    {
      where,
      got: `Envoy Gateway ${release}, made for the Gateway API ${gatewayApi} and Kubernetes 1.${kubernetes[0]} to 1.${kubernetes[1]}`,
      expected: `one made for ${oldest} to ${newest}, which Linkerd ${linkerd.version} reads, and for Kubernetes ${kubernetesVersion}`,
      fix:
        fitting.length > 0
          ? `Take ${fitting.join(' or ')}.`
          : 'No release that can name pods after their Gateway is: take another release of Linkerd, or describe another class.',
    },
  ];
}

/** Labels of a Gateway are those of its pods too, while its Deployment goes on to look for its own. */
function labelProblems({ namespace, name, pods }: Gateway): Diagnostic[] {
  return Object.keys(pods?.labels ?? {})
    .filter((label) => SELECTED_LABELS.includes(label))
    .map((label) => ({
      where: `Gateway '${namespace}/${name}': pods.labels`,
      got: `'${label}', by which Envoy Gateway has a Deployment know its pods`,
      expected: 'labels of your own',
      fix: 'Drop it: the API server would refuse the Deployment.',
    }));
}

/** What cannot be true of a class that somebody describes, and that a release of the Gateway API must serve it and Linkerd. */
function externalProblems(
  where: string,
  { linkerd }: Cluster,
  { title, ports, gatewayApi }: GatewayFacts,
): Diagnostic[] {
  const problems: Diagnostic[] = [];
  if (ports.http === ports.https) {
    problems.push({
      where: `${where}.ports`,
      got: `${ports.http} for both http and https`,
      expected: 'two ports: a listener speaks plaintext or TLS, and of two policies for one port Linkerd follows one',
      fix: 'Name the container ports at which the pods listen for 80 and for 443.',
    });
  }
  const [oldest] = gatewayApi.ends;
  if (!isWithinReleases(oldest, gatewayApi.ends)) {
    problems.push({
      where: `${where}.gatewayApi`,
      got: gatewayApi.named,
      expected: 'the oldest release and the newest',
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
      where: `${where}.gatewayApi`,
      got: gatewayApi.named,
      expected: `one of ${range.join(' to ')} among them, which Linkerd ${linkerd.version} reads`,
      fix: `Take another release of ${title}, or of Linkerd: no release of the Gateway API serves both.`,
    },
  ];
}

function securityProblems(where: string, { podSecurity }: GatewayFacts): Diagnostic[] {
  if (podSecurity === 'restricted') return [];
  return [
    {
      where: `${where}.podSecurity`,
      got: `'${podSecurity}'`,
      expected: "'restricted', which the namespace of a gateway asks for as every other does",
      fix: 'Set the class up so that its pods meet it, or take one whose pods do.',
    },
  ];
}

/** The pods of a class that someone else sets up are whatever it makes of them. */
function podProblems(application: Application, fallbacks: Fallbacks): Diagnostic[] {
  return ingressGateways(application).flatMap((gateway) =>
    ABOUT_PODS.filter((option) => gateway[option] !== undefined).flatMap((option) =>
      unlessAccepted(fallbacks, {
        where: `Gateway '${gateway.namespace}/${gateway.name}': ${option}`,
        got: 'stated',
        offered: 'nothing: whoever sets up the class decides what its pods are',
        otherwise: 'State it where the class is set up',
        fallback: { gatewayPods: "'set-by-the-gateway-class'" },
      }),
    ),
  );
}

function gatewayApiProblems({ name, linkerd }: Cluster, { title, gatewayApi }: GatewayFacts): Diagnostic[] {
  const release = linkerd?.gatewayApi?.release;
  if (release !== undefined && gatewayApi.includes(release)) return [];
  return [
    {
      where: `Cluster '${name}': mesh.gatewayApi.release`,
      got: release ?? 'absent',
      expected: `${gatewayApi.named}, for which ${title} is made`,
      fix: 'Install it, and state it; or take a class that is made for what is there.',
    },
  ];
}

/** What a service asks for, and a class that chooses pods itself passes over. */
function passedOver(service: Service, { title }: GatewayFacts): Diagnostic[] {
  const [first] = service.ingress ?? [];
  if (first === undefined) return [];
  return DONE_FOR_SERVICES.filter((option) => service[option] !== undefined).map((option) => ({
    where: placeOf(service, option),
    got: `stated, while ${title} sends what enters through gateway '${first.gateway.namespace}/${first.gateway.name}' to pods`,
    expected: 'a class that sends to Services: what Linkerd does for those it does for no request to a pod',
    fix: "Take one, such as { kind: 'envoy-gateway' }, or drop the option.",
  }));
}
