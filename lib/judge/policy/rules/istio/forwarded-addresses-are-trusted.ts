import { at } from '../../../../manifest/field-path.js';
import { readYaml } from '../../../../manifest/kube-yaml.js';
import { objectLabel } from '../../../../manifest/object.js';
import { type Found, numberAt, stringAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import type { ClusterIndex } from '../../../model/cluster-index.js';
import { conditionsOf, rulesOf, says, sourcesOf } from '../../../model/istio/access-rules.js';
import { installsOf } from '../../../model/istio/mesh-config.js';
import { AUTHORIZATION_POLICY, podsSelectedBy } from '../../../model/istio/selectors.js';
import { exposureOf } from '../../../model/network/exposure.js';
import type { PodTemplate } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'istio/forwarded-addresses-are-trusted',
  severity: 'warning',
  scope: 'object',
  summary: 'Policies by address are for proxies that see the address of the caller.',
  rationale:
    'The remote address is read from X-Forwarded-For, counted from its end by numTrustedProxies: without that number it is that of the last hop, or one that the caller wrote himself. The address of the connection is that of a node where a Service passes connections on from node to node.',
  source: 'https://istio.io/latest/docs/tasks/security/authorization/authz-ingress/',
  appliesTo: [AUTHORIZATION_POLICY],
  passes: example('{ gatewayTopology: { numTrustedProxies: 1 } }'),
  fails: example('{}'),
  *check(resource, cluster) {
    const pods = podsSelectedBy(resource, cluster);
    const blind = pods.find((pod) => !knowsItsProxies(pod, cluster));
    const hiding = pods.flatMap((pod) => cluster.servicesOf(pod)).find(hidesAddresses);
    for (const rule of rulesOf(resource)) {
      const remote = [
        ...sourcesOf(rule).flatMap(({ path, source }) =>
          says(source, 'remoteIpBlocks') ? [at(path, 'remoteIpBlocks')] : [],
        ),
        ...conditionsOf(rule).flatMap(({ path, key }) => (key === 'remote.ip' ? [path] : [])),
      ];
      for (const path of remote) {
        if (blind === undefined && pods.length > 0) continue;
        yield {
          path,
          got: `remote addresses, with no numTrustedProxies for ${blind?.resource.object.metadata.name ?? 'the proxies that obey the policy'}${installsOf(cluster).length === 0 ? ', as far as these files tell' : ''}`,
          expected: 'gatewayTopology.numTrustedProxies for them',
          fix: 'Set it in meshConfig.defaultConfig, or in proxy.istio.io/config of the gateway, to the number of proxies before it: as it stands the address may be one that the caller chose.',
        };
      }
      if (hiding === undefined) continue;
      for (const { path, source } of sourcesOf(rule)) {
        if (!says(source, 'ipBlocks')) continue;
        yield {
          path: at(path, 'ipBlocks'),
          got: `addresses of callers, which ${objectLabel(hiding.object)} may hide behind those of nodes`,
          expected: 'externalTrafficPolicy: Local on the Service, or remoteIpBlocks with numTrustedProxies',
          fix: 'Set it: as it stands the proxy may see the address of a node for anyone.',
        };
      }
    }
  },
});

function knowsItsProxies(pod: PodTemplate, cluster: ClusterIndex): boolean {
  const own = settingsIn(pod.ownAnnotations['proxy.istio.io/config']);
  const settings = [own, ...installsOf(cluster).map(({ meshConfig }) => meshConfig['defaultConfig'])];
  return settings.some((given) => (numberAt(given, 'gatewayTopology', 'numTrustedProxies') ?? 0) > 0);
}

function settingsIn(text: string | undefined): Found {
  if (text === undefined) return undefined;
  try {
    return readYaml(text)[0];
  } catch {
    return undefined;
  }
}

function hidesAddresses(service: Resource): boolean {
  const exposure = exposureOf(service);
  if (exposure !== 'LoadBalancer' && exposure !== 'NodePort') return false;
  return stringAt(service.object, 'spec', 'externalTrafficPolicy') !== 'Local';
}

function example(settings: string): string {
  return `
apiVersion: v1
kind: Pod
metadata:
  name: gateway
  namespace: edge
  labels: { istio: ingressgateway }
  annotations: { proxy.istio.io/config: '${settings}' }
spec: { containers: [{ name: istio-proxy, image: auto }] }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: gateway, namespace: edge }
spec:
  selector: { matchLabels: { istio: ingressgateway } }
  rules: [{ from: [{ source: { remoteIpBlocks: [192.0.2.0/24] } }] }]
`;
}
