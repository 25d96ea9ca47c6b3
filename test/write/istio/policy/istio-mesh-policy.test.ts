import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { factsOf } from '../../../../lib/write/fleet/facts.js';
import { IstioMeshPolicy, type IstioMeshPolicyProps } from '../../../../lib/write/istio/policy/istio-mesh-policy.js';
import { at, find, refusal } from '../../../support/synth.js';
import { collector, hub, objectsMade } from '../shop.js';

function build(changes: Partial<IstioMeshPolicyProps> = {}) {
  return objectsMade((chart) => {
    new IstioMeshPolicy(chart, 'mesh', { cluster: hub, ...changes });
  });
}

const tracing = { collector, samplingPercent: 25 };

describe('IstioMeshPolicy', () => {
  test('refuses plaintext and every caller, in the root namespace of the mesh', () => {
    const objects = build();
    expect(new Set(objects.map(({ metadata }) => metadata.namespace))).toEqual(new Set(['istio-system']));
    expect(at(find(objects, 'PeerAuthentication', 'default'), 'spec')).toEqual({ mtls: { mode: 'STRICT' } });
    expect(at(find(objects, 'AuthorizationPolicy', 'allow-nothing'), 'spec')).toEqual({});
  });

  test('lets proxies know their own namespace, and refuses hosts that they do not know', () => {
    expect(at(find(build(), 'Sidecar', 'default'), 'spec')).toEqual({
      egress: [{ hosts: ['./*'] }],
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
    });
  });

  test('logs and counts requests, and traces them where there is a collector', () => {
    const logged = {
      accessLogging: [{ providers: [{ name: 'envoy' }] }],
      metrics: [{ providers: [{ name: 'prometheus' }] }],
    };
    expect(at(find(build(), 'Telemetry', 'default'), 'spec')).toEqual(logged);
    expect(at(find(build({ tracing }), 'Telemetry', 'default'), 'spec')).toEqual({
      ...logged,
      tracing: [{ providers: [{ name: 'opentelemetry' }], randomSamplingPercentage: 25 }],
    });
  });

  test('says what of the mesh it relies on', () => {
    const chart = new Chart(new App(), 'chart');
    new IstioMeshPolicy(chart, 'mesh', { cluster: hub, tracing });
    const needs = factsOf(chart).flatMap((fact) => (fact.kind === 'mesh-need' ? [`${fact.by} ${fact.need}`] : []));
    expect(needs).toEqual([
      "IstioMeshPolicy 'hub' rootNamespace:istio-system",
      "IstioMeshPolicy 'hub' automaticMtls",
      "IstioMeshPolicy 'hub' registryOnly",
      "IstioMeshPolicy 'hub' tracingProvider:opentelemetry",
    ]);
  });

  test('fails on props that no compiler saw', () => {
    const chart = new Chart(new App(), 'chart');
    expect(refusal(() => Reflect.construct(IstioMeshPolicy, [chart, 'mesh', { cluster: hub, trace: {} }]))).toEqual([
      "IstioMeshPolicy 'chart/mesh': trace is an unknown option, expected cluster, tracing. Remove it, or correct its name.".replace(
        'expected cluster, tracing',
        'expected one of cluster, tracing',
      ),
    ]);
  });
});
