import { describe, expect, test } from 'vitest';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import { addApplication } from '../../../lib/write/application/add-application.js';
import type { ApplicationOptions } from '../../../lib/write/application/application-mesh.js';
import type { GatewayClass } from '../../../lib/write/linkerd/traffic/gateway-class.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import type { Gateway } from '../../../lib/write/workload/gateway.js';
import {
  application,
  externalClass,
  gateway,
  ingress,
  cluster as known,
  service,
} from '../../support/linkerd-application.js';
import { at, find, objectsOf, refusal } from '../../support/synth.js';

const gatewayNamed = (name: string): Gateway => ({ ...gateway, name, namespace: name });

function build(options: ApplicationOptions, applications = 1): ManifestObject[] {
  const fleet = new Fleet('fleet');
  const { kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs, linkerd } = known;
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion,
    nodeAddresses,
    podCidrs,
    serviceCidrs,
    ...(linkerd && { mesh: linkerd }),
  });
  const ways = [ingress, { ...ingress, gateway: gatewayNamed('partners'), hosts: ['partners.example.com'] }];
  addApplication(cluster, application([service({ ingress: ways })], { cluster }), options);
  if (applications > 1) {
    const way = { ...ingress, gateway: gatewayNamed('staff'), hosts: ['staff.example.com'] };
    const desk = service({ ingress: [way] }, { name: 'desk', namespace: 'desk' });
    addApplication(cluster, application([desk], { name: 'desk', cluster }), options);
  }
  return objectsOf(fleet, 'hub');
}

describe('addApplication with Linkerd', () => {
  test('makes a Gateway and its namespace for each gateway that services name', () => {
    const objects = build({ gatewayClass: externalClass });
    for (const name of ['edge', 'partners']) {
      expect(at(find(objects, 'Gateway', name), 'spec.gatewayClassName')).toBe('envoy');
      find(objects, 'Namespace', name);
      expect(at(find(objects, 'NetworkPolicy', `${name}-to-shop`), 'spec.egress[0].to[0].podSelector')).toEqual({
        matchLabels: { 'app.kubernetes.io/name': 'web' },
      });
    }
  });

  test('admits the pods of a gateway by what its class makes of them', () => {
    const accounts = (gatewayClass: GatewayClass) =>
      at(find(build({ gatewayClass }), 'MeshTLSAuthentication', 'web-http.any.prefix'), 'spec.identityRefs');
    expect(accounts({ kind: 'envoy-gateway' })).toContainEqual({
      kind: 'ServiceAccount',
      name: 'edge',
      namespace: 'edge',
    });
    expect(accounts({ ...externalClass, serviceAccount: 'gateway-class' })).toContainEqual({
      kind: 'ServiceAccount',
      name: 'edge-envoy',
      namespace: 'edge',
    });
    const [rule] = [at(find(build({ gatewayClass: externalClass }), 'NetworkPolicy', 'web'), 'spec.ingress')].flat();
    expect(JSON.stringify(rule)).toContain('"gateway.networking.k8s.io/gateway-name":"edge"');
  });

  test('makes one GatewayClass for all gateways and applications of a cluster, and none that others run', () => {
    const made = (gatewayClass: GatewayClass, applications: number) =>
      build({ gatewayClass }, applications).flatMap(({ kind, metadata }) =>
        kind === 'GatewayClass' ? metadata.name : [],
      );
    expect(made({ kind: 'envoy-gateway' }, 2)).toEqual(['envoy-gateway']);
    expect(made({ kind: 'envoy-gateway', name: 'public' }, 1)).toEqual(['public']);
    expect(made(externalClass, 1)).toEqual([]);
  });

  test('fails where a service has a way in and nothing makes the pods of its gateway', () => {
    expect(refusal(() => build({}))).toEqual([
      "Application 'shop': gatewayClass is missing, but gateway 'edge/edge' exposes a service, expected the class of the gateway: Linkerd runs no pods for it. Set gatewayClass next to the application, or remove its ingress.",
    ]);
  });

  test('fails on a class that leaves out what tells its pods what to do', () => {
    expect(refusal(() => build({ gatewayClass: { ...externalClass, controllers: [] } }))).toEqual([
      "Application 'shop': options: gatewayClass.controllers is an empty list, expected a list of at least 1, each an object with to, port. Correct it.",
    ]);
  });
});
