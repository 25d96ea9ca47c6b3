import { expect, test } from 'vitest';
import { evaluateCluster, finishFleet } from '../../../../lib/judge/policy/engine.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';
import { meshConfig, peers } from './security-objects.js';
import { soundIstio } from './sound-application.js';
import { soundGateway } from './sound-gateway.js';

/** What all rules find, as `rule object path: got`. */
function found(yaml: string): readonly string[] {
  const { findings, crashes } = finishFleet(allRules, [evaluateCluster(allRules, clusterFrom(yaml))]);
  expect(crashes).toEqual([]);
  return findings.map(({ rule, resource, path, got }) => `${rule} ${objectLabel(resource.object)} ${path}: ${got}`);
}

test('no rule finds a fault in a sound application of Istio', () => expect(found(soundIstio)).toEqual([]));

test('nor in the gateway before it', () => expect(found(soundIstio + soundGateway)).toEqual([]));

test('nor beside a mesh configuration of the revision that it names', () => {
  const mesh = meshConfig(
    '{ meshMTLS: { minProtocolVersion: TLSV1_3 }, outboundTrafficPolicy: { mode: REGISTRY_ONLY } }',
    'istio-prod',
  );
  expect(found(soundIstio + mesh + peers('{ mtls: { mode: STRICT } }', 'default', 'istio-system'))).toEqual([]);
});
