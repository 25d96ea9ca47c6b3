import { describe, expect, test } from 'vitest';
import { type ApplicationOptions, addApplication } from '../../lib/application/add-application.js';
import { Fleet } from '../../lib/fleet/fleet.js';
import type { ManifestObject } from '../../lib/manifest/object.js';
import type { Gateway } from '../../lib/workload/gateway.js';
import { application, foreign, gateway, ingress, cluster as known, service } from '../support/linkerd-application.js';
import { at, find, objectsOf, refusal } from '../support/synth.js';

const gatewayClass = {
  name: 'envoy',
  ports: { http: 8080, https: 8443 },
  controllers: [{ to: foreign('envoy'), port: 18_000 }],
};
const other: Gateway = { ...gateway, name: 'partners', namespace: 'partners' };

function build(options: ApplicationOptions): ManifestObject[] {
  const fleet = new Fleet('fleet');
  const { kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs } = known;
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion,
    nodeAddresses,
    podCidrs,
    serviceCidrs,
    mesh: { kind: 'linkerd', version: '2.20', cni: true },
  });
  const ways = [ingress, { ...ingress, gateway: other, hosts: ['partners.example.com'] }];
  addApplication(cluster, application([service({ ingress: ways })], { cluster }), options);
  return objectsOf(fleet, 'hub');
}

describe('addApplication with Linkerd', () => {
  test('makes a Gateway and its namespace for each gateway that services name', () => {
    const objects = build({ gatewayClass });
    for (const name of ['edge', 'partners']) {
      expect(at(find(objects, 'Gateway', name), 'spec.gatewayClassName')).toBe('envoy');
      find(objects, 'Namespace', name);
      expect(at(find(objects, 'NetworkPolicy', `${name}-to-shop`), 'spec.egress[0].to[0].podSelector')).toEqual({
        matchLabels: { 'app.kubernetes.io/name': 'web' },
      });
    }
  });

  test('fails where a service has a way in and nothing makes the pods of its gateway', () => {
    expect(refusal(() => build({}))).toEqual([
      "Application 'shop': gatewayClass is absent, while a service is let in to through gateway 'edge/edge', expected the class of the gateway: Linkerd makes no pods for it. State gatewayClass beside the application, or drop its ingress.",
    ]);
  });

  test('fails on a class that leaves out what tells its pods what to do', () => {
    expect(refusal(() => build({ gatewayClass: { ...gatewayClass, controllers: [] } }))).toEqual([
      "Application 'shop': gatewayClass: controllers is an empty list, expected a list of at least 1, each an object with to, port. Correct it.",
    ]);
  });
});
