import { Field, type Violation } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import type { Resource } from '../../../../manifest/resource.js';
import { CRD, EXPECTED_CRDS, type ExpectedCrd } from '../../../model/linkerd-control-plane/crds.js';
import { type ControlPlaneInstall, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
import { missingObjects, OUTDATED } from '../../linkerd/control-plane-objects.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const definition = ({ name, version }: ExpectedCrd) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { versions: [{ name: ${version}, served: true, storage: true }] }
`;

export default defineRule({
  id: 'linkerd-control-plane/resource-definitions-are-served',
  severity: 'error',
  scope: 'cluster',
  summary: 'Every resource definition that the control plane reads exists, in the version that it reads.',
  rationale:
    'The policy controller watches all of these kinds from its start. Without one of them it never becomes ready, and no proxy gets a policy.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-crd',
  appliesTo: ['apps/Deployment'],
  reads: ['ConfigMap', 'Namespace', 'apiextensions.k8s.io/CustomResourceDefinition'],
  passes: controllerExample() + EXPECTED_CRDS.map(definition).join(''),
  fails: controllerExample() + EXPECTED_CRDS.slice(1).map(definition).join(''),
  about: everyInstall,
  *check(install, cluster) {
    if (install.outdated) {
      yield notJudged(OUTDATED, install.anchor);
      return;
    }
    const found = EXPECTED_CRDS.map((crd) => ({ crd, resource: cluster.find(CRD, '', crd.name) }));
    yield* missingObjects(
      install,
      'CustomResourceDefinition',
      found.flatMap(({ crd, resource }) => (resource === undefined ? [crd.name] : [])),
      'The control plane does not become ready without them.',
    );
    for (const { crd, resource } of found) {
      if (resource !== undefined) yield* violationsOfVersions(resource, crd, install);
    }
  },
});

function* violationsOfVersions(
  resource: Resource,
  { version }: ExpectedCrd,
  { release }: ControlPlaneInstall,
): Iterable<Violation> {
  const versions = Field.of(resource).at('spec', 'versions');
  const entry = versions.items.find((item) => item.at('name').text === version);
  if (entry === undefined) {
    yield versions.violation({
      got: listed(versions.items.flatMap((item) => item.at('name').text ?? [])) || 'none',
      expected: version,
      fix: 'Apply the definition of the release of the control plane.',
    });
    return;
  }
  // A later release may store a later version.
  for (const name of release === undefined ? ['served'] : ['served', 'storage']) {
    if (entry.at(name).value === true) continue;
    const effect = `${version} is the version that Linkerd reads and stores.`;
    yield entry.at(name).violation({ got: 'false', expected: 'true', effect, fix: 'Set it to true.' });
  }
}
