import { describe, expect, test } from 'vitest';
import { findingsOnSpec } from './objects.js';

describe('control planes of the Sail operator', () => {
  const findings = findingsOnSpec('sailoperator.io/v1', 'Istio');

  test.each([
    [
      'version: "1.30.3"',
      [
        'value-not-allowed spec.version: "1.30.3" -> text that matches ^(v\\d+\\.\\d+(-latest|\\.\\d+(-[a-z]+\\.[0-9a-z]+)?)|master)$ | Change it to match the pattern.',
      ],
    ],
    [
      'profile: production',
      [
        'value-not-allowed spec.profile: "production" -> one of ambient, default, demo, empty, external, openshift, openshift-ambient, preview, remote, stable | Use one of the allowed values.',
      ],
    ],
    [
      'updateStrategy: { type: Rolling }',
      [
        'value-not-allowed spec.updateStrategy.type: "Rolling" -> one of InPlace, RevisionBased | Use one of the allowed values.',
      ],
    ],
    [
      'values: { meshconfig: {} }',
      [
        'unknown-field spec.values.meshconfig: the unknown field "meshconfig" -> "meshConfig" | Rename it to "meshConfig", or keep it with a waiver if the release that you run knows it.',
      ],
    ],
    [
      'values: { meshConfig: { enableAutoMTLS: true } }',
      [
        'unknown-field spec.values.meshConfig.enableAutoMTLS: the unknown field "enableAutoMTLS" -> "enableAutoMtls" | Rename it to "enableAutoMtls", or keep it with a waiver if the release that you run knows it.',
      ],
    ],
    [
      'values: { meshConfig: { outboundTrafficPolicy: { mode: REGISTRY } } }',
      [
        'value-not-allowed spec.values.meshConfig.outboundTrafficPolicy.mode: "REGISTRY" -> one of REGISTRY_ONLY, ALLOW_ANY, ALLOW_ANY_DYNAMIC_DNS | Use one of the allowed values.',
      ],
    ],
    [
      'values: { meshConfig: { extensionProviders: [{ name: a, opentelemetry: { service: b } }] } }',
      [
        'missing-field spec.values.meshConfig.extensionProviders[0].opentelemetry.port: nothing -> an integer | Add "port", an integer.',
      ],
    ],
    [
      'values: { meshConfig: { pathNormalization: { normalisation: BASE } } }',
      [
        'unknown-field spec.values.meshConfig.pathNormalization.normalisation: the unknown field "normalisation" -> "normalization" | Rename it to "normalization", or keep it with a waiver if the release that you run knows it.',
      ],
    ],
    [
      'values: { pilot: { replicas: 2 } }',
      [
        'unknown-field spec.values.pilot.replicas: the unknown field "replicas" -> one of affinity, autoscaleBehavior, autoscaleEnabled, autoscaleMax, autoscaleMin, cni, configMap, cpu, crlConfigMapName, deploymentLabels, enabled, env and 29 more | Correct its name, or keep it with a waiver if the release that you run knows it.',
      ],
    ],
    [
      'values: { global: { multiCluster: { name: a } } }',
      [
        'unknown-field spec.values.global.multiCluster.name: the unknown field "name" -> one of clusterName, enabled, globalDomainSuffix, includeEnvoyFilter | Correct its name, or keep it with a waiver if the release that you run knows it.',
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'version: v1.30-latest, namespace: istio-system, updateStrategy: { type: RevisionBased, updateWorkloads: true }, values: { pilot: { env: { A: b }, resources: { limits: { cpu: 1, memory: 1Gi } } }, meshConfig: { meshMTLS: { minProtocolVersion: TLSV1_3 }, extensionProviders: [{ name: a, opentelemetry: { service: b, port: 4317 } }] } }',
    ],
    [''],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

describe('node agents of the Sail operator', () => {
  const findings = findingsOnSpec('sailoperator.io/v1', 'IstioCNI');

  test.each([
    [
      'metadata: { name: other }, spec: {}',
      ['invalid-name metadata.name: "other" -> "default", because a cluster has one node agent | Rename it.'],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([
    [
      'metadata: { name: default }, spec: { version: v1.30.3, namespace: istio-cni, values: { cni: { chained: true } } }',
    ],
  ])('accepts %s', async (spec) => expect(await findings(spec)).toEqual([]));
});

describe('revisions of the Sail operator', () => {
  const findings = findingsOnSpec('sailoperator.io/v1', 'IstioRevision');

  test.each([
    [
      'metadata: { name: a }, spec: { namespace: b, version: v1.30.3 }',
      [
        `value-not-allowed spec.values.revision: nothing -> "a", the object's own name | Set the revision to the name of the object.`,
      ],
    ],
    [
      'metadata: { name: default }, spec: { namespace: b, version: v1.30.3, values: { revision: default } }',
      [
        'value-not-allowed spec.values.revision: "default" -> nothing, for the revision default | Set the revision to the name of the object.',
      ],
    ],
    [
      'metadata: { name: a }, spec: { namespace: b, version: v1.30.3, values: { revision: c } }',
      [
        `value-not-allowed spec.values.revision: "c" -> "a", the object's own name | Set the revision to the name of the object.`,
      ],
    ],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([['metadata: { name: a }, spec: { namespace: b, version: v1.30.3, values: { revision: a } }']])(
    'accepts %s',
    async (spec) => expect(await findings(spec)).toEqual([]),
  );
});

describe('revision tags of the Sail operator', () => {
  const findings = findingsOnSpec('sailoperator.io/v1', 'IstioRevisionTag');

  test.each([
    [
      'targetRef: { kind: Deployment, name: a }',
      [
        'value-not-allowed spec.targetRef.kind: "Deployment" -> one of Istio, IstioRevision | Use one of the allowed values.',
      ],
    ],
    [
      'targetRef: { kind: Istio, name: "" }',
      ['value-not-allowed spec.targetRef.name: "" -> at least 1 character | Use at least 1 character.'],
    ],
    ['metadata: { name: a }', ['missing-field spec: nothing -> a mapping | Add "spec", a mapping.']],
  ])('fails %s', async (spec, found) => expect(await findings(spec)).toEqual(found));

  test.each([['metadata: { name: prod }, spec: { targetRef: { kind: Istio, name: default } }']])(
    'accepts %s',
    async (spec) => expect(await findings(spec)).toEqual([]),
  );
});
