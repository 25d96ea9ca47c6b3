import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifests } from '../../../lib/manifest/load.js';
import { groupOf, type ManifestObject } from '../../../lib/manifest/object.js';
import { valueAt } from '../../../lib/manifest/read.js';
import { eventually } from '../../integration/support/eventually.js';
import { crdFolder } from './cluster-tools.js';
import type { Kubectl } from './kubectl.js';

const CRD = 'CustomResourceDefinition';

/** Kinds of the Sail operator, whose definitions no package registry has: anything goes in them. */
const SAIL = { Istio: 'istios', IstioCNI: 'istiocnis', IstioRevisionTag: 'istiorevisiontags' };

/**
 * Defines the custom resources that the objects use and that the operator installs before the first stage is applied.
 */
export async function definePrerequisites(kubectl: Kubectl, objects: readonly ManifestObject[]): Promise<void> {
  const used = new Set(objects.map(({ apiVersion, kind }) => `${groupOf(apiVersion)}/${kind}`));
  const own = new Set(objects.filter(({ kind }) => kind === CRD).map(definedKind));
  const definitions = [...published(), ...Object.entries(SAIL).map(([kind, plural]) => permissive(kind, plural))];
  const needed = definitions.filter((crd) => used.has(definedKind(crd)) && !own.has(definedKind(crd)));
  await kubectl.apply(...needed);
  // kubectl gives up on a definition that is too new to have conditions.
  await eventually(
    'the definitions are established',
    () => kubectl.run(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=2m']),
    ({ code }) => code === 0,
    180,
  );
}

/** `<group>/<kind>` of what a definition defines. */
function definedKind({ spec }: ManifestObject): string {
  return `${valueAt(spec, 'group')}/${valueAt(spec, 'names', 'kind')}`;
}

function published(): ManifestObject[] {
  const folder = crdFolder();
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.yaml'))
    .flatMap((path) => parseManifests(readFileSync(join(folder, path), 'utf8'), path).resources)
    .map(({ object }) => object);
}

function permissive(kind: string, plural: string): ManifestObject {
  const group = 'sailoperator.io';
  const schema = { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: CRD,
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      scope: 'Cluster',
      versions: [{ name: 'v1', served: true, storage: true, schema }],
    },
  };
}
