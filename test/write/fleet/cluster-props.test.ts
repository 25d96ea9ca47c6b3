import { describe, expect, test } from 'vitest';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { filesOf, refusal } from '../../support/synth.js';
import { props } from './one-cluster.js';

describe('input that no compiler saw', () => {
  /** The problems of a fleet of one cluster, whose props are as a JavaScript program might pass them. */
  const untyped = (props: unknown, name: unknown = 'a') => {
    const fleet = new Fleet('fleet');
    Reflect.apply(fleet.addCluster, fleet, [name, props]);
    return refusal(() => filesOf(fleet));
  };

  test.each<[string, unknown, string[]]>([
    [
      'no props',
      undefined,
      [
        "Cluster 'a': props is absent, expected an object with kubernetesVersion, nodeAddresses, podCidrs, serviceCidrs. Set it.",
      ],
    ],
    [
      'an empty object',
      {},
      [
        "Cluster 'a': kubernetesVersion is absent, expected text. Set it.",
        "Cluster 'a': nodeAddresses is absent, expected a list, each text. Set it.",
        "Cluster 'a': podCidrs is absent, expected a list, each text. Set it.",
        "Cluster 'a': serviceCidrs is absent, expected a list, each text. Set it.",
      ],
    ],
    [
      'values of wrong types, beside one of a wrong value',
      { ...props, kubernetesVersion: 1.3, nodeAddresses: '192.0.2.1', podCidrs: null, serviceCidrs: ['10.43.0.0'] },
      [
        "Cluster 'a': kubernetesVersion is 1.3, expected text. Write it in quotes, such as '1.33': the number 1.30 is the same as 1.3.",
        "Cluster 'a': nodeAddresses is '192.0.2.1', expected a list, each text. Correct it.",
        "Cluster 'a': podCidrs is null, expected a list, each text. Correct it.",
        "Cluster 'a': serviceCidrs is '10.43.0.0', expected a CIDR such as 10.42.0.0/16. Write address, slash and prefix length.",
      ],
    ],
    [
      'a misspelt option that is required, and one that is unlike any',
      { ...props, nodeAddresses: undefined, nodeAdresses: ['192.0.2.1'], colour: 'red' },
      [
        "Cluster 'a': colour is an unknown option, expected one of kubernetesVersion, mesh, releases, clusterDomain, nodeAddresses, egressCidrs, eastWest, nodes, podCidrs, serviceCidrs. Remove it, or correct its name.",
        "Cluster 'a': nodeAdresses is an unknown option, expected nodeAddresses. Did you mean nodeAddresses? Correct the name.",
      ],
    ],
    [
      'a release of the Gateway API that is none',
      { ...props, mesh: { kind: 'linkerd', version: '2.20', gatewayApi: { release: 'v1.2' } } },
      ["Cluster 'a': mesh.gatewayApi.release is 'v1.2', expected a release such as '1.2.1'. Correct it."],
    ],
    [
      'a Gateway API that is newer than its Linkerd reads',
      { ...props, mesh: { kind: 'linkerd', version: '2.20', gatewayApi: { release: '1.6.1' } } },
      [
        "Cluster 'a': mesh.version is 2.20 with Gateway API 1.6.1, expected Gateway API 1.1.1 to 1.5.1, which Linkerd 2.20 supports. Of other releases Linkerd ignores unknown parts, or reads no route at all. Use another release of Gateway API: no known release of Linkerd supports 1.6.1. See https://linkerd.io/2-edge/features/gateway-api/.",
      ],
    ],
    [
      'releases that nobody knows, and a project that is none',
      { ...props, releases: { certManager: '1.17', flux: '2.9.5', kyverno: '1.19' } },
      [
        "Cluster 'a': releases.certManager is '1.17', expected '1.18', '1.19', '1.20' or '1.21'. Correct it, or remove it to use the default.",
        "Cluster 'a': releases.flux is '2.9.5', expected '2.7' or '2.9'. Correct it, or remove it to use the default.",
        "Cluster 'a': releases.kyverno is an unknown option, expected one of certManager, trustManager, externalSecrets, prometheusOperator, envoyGateway, argoCd, flux, nack. Remove it, or correct its name.",
      ],
    ],
    [
      'a mesh that does not exist',
      { ...props, mesh: { kind: 'linkrd', version: '2.20' } },
      ["Cluster 'a': mesh.kind is 'linkrd', expected 'linkerd' or 'istio'. Did you mean 'linkerd'? Correct it."],
    ],
    [
      'a release line of the mesh that does not exist',
      { ...props, mesh: { kind: 'linkerd', version: '2.18', cni: 'yes' } },
      [
        "Cluster 'a': mesh.cni is 'yes', expected true or false. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.version is '2.18', expected '2.19' or '2.20'. Correct it.",
      ],
    ],
    [
      'an Istio whose names are none',
      { ...props, mesh: { kind: 'istio', version: '1.20', revisionTag: 'Prod', trustDomain: '*', network: '' } },
      [
        "Cluster 'a': mesh.network is '', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.revisionTag is 'Prod', expected up to 63 lower-case letters, digits and dashes, with a letter or digit at both ends. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.trustDomain is '*', expected a DNS name of lower-case letters, digits, dashes and dots, such as cluster.local. Correct it, or remove it to use the default.",
        "Cluster 'a': mesh.version is '1.20', expected '1.30', '1.31' or '1.32'. Correct it.",
      ],
    ],
    [
      'a hole in a list',
      { ...props, nodeAddresses: ['192.0.2.1', undefined] },
      ["Cluster 'a': nodeAddresses[1] is absent, expected text. Set it."],
    ],
  ])('fails on %s', (_, given, expected) => {
    expect(untyped(given)).toEqual(expected);
  });

  test('fails on invalid names and components', () => {
    expect(untyped(props, null)).toEqual([
      'Cluster: name is null, expected up to 40 lower-case letters, digits and dashes that start with a letter and end with a letter or digit. Rename the cluster; the name becomes a folder and the first part of NATS server names.',
    ]);
    const fleet = Reflect.construct(Fleet, [{}]);
    const cluster = fleet.addCluster('a', props);
    Reflect.apply(cluster.add, cluster, [null, () => {}]);
    Reflect.apply(cluster.add, cluster, ['web', 'text']);
    expect(refusal(() => filesOf(fleet))).toEqual([
      "Cluster 'a': component 'web' is 'text', expected a function that makes constructs below the chart it is given. Pass the function as the second argument.",
      "Cluster 'a': component is null, expected up to 63 lower-case letters, digits and dashes. Rename the component; the name becomes a file and a label.",
      "Fleet: name is '', expected up to 63 lower-case letters, digits and dashes that start with a letter. Rename the fleet; the name becomes a folder and a label.",
    ]);
  });
});
