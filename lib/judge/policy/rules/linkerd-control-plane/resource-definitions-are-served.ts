import type { Violation } from '../../../../manifest/field.js';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { listAt, stringAt, valueAt } from '../../../../manifest/read.js';
import type { Resource } from '../../../../manifest/resource.js';
import { CRD, EXPECTED_CRDS, type ExpectedCrd } from '../../../model/linkerd-control-plane/crds.js';
import {
  type ControlPlaneInstall,
  controlPlaneInstallOf,
  missing,
} from '../../../model/linkerd-control-plane/install.js';
import { controllerExample } from '../../examples/linkerd-control-plane.js';
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
  summary: 'Every resource definition that the control plane reads is there, in the version that it reads.',
  rationale:
    'The policy controller watches all of these kinds from its start: without one of them it never becomes ready, and no proxy gets a policy.',
  source: 'https://linkerd.io/2-edge/reference/cli/check/#linkerd-crd',
  appliesTo: ['apps/Deployment'],
  passes: controllerExample() + EXPECTED_CRDS.map(definition).join(''),
  fails: controllerExample() + EXPECTED_CRDS.slice(1).map(definition).join(''),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined || install.outdated) return;
    const found = EXPECTED_CRDS.map((crd) => ({ crd, resource: cluster.find(CRD, '', crd.name) }));
    yield* missing(
      install,
      'CustomResourceDefinition',
      found.flatMap(({ crd, resource }) => (resource === undefined ? [crd.name] : [])),
      'they stand before the control plane, which does not become ready without them',
    );
    for (const { crd, resource } of found) {
      if (resource !== undefined) yield* versionReports(resource, crd, install);
    }
  },
});

function versionReports(resource: Resource, { version }: ExpectedCrd, { release }: ControlPlaneInstall): Violation[] {
  const versions = listAt(resource.object, 'spec', 'versions');
  const index = versions.findIndex((entry) => stringAt(entry, 'name') === version);
  const names = versions.flatMap((entry) => stringAt(entry, 'name') ?? []);
  if (index < 0) {
    return [
      {
        resource,
        path: 'spec.versions',
        got: listed(names) || 'none',
        expected: version,
        fix: 'Apply the definition of the release that the control plane has.',
      },
    ];
  }
  const fault = (field: string): Violation => ({
    resource,
    path: at('spec', 'versions', index, field),
    got: 'false',
    expected: 'true',
    fix: `Set it: ${version} is the version that Linkerd reads and stores.`,
  });
  const served = valueAt(versions[index], 'served') === true;
  // A later release may store a later version.
  const stored = release === undefined || valueAt(versions[index], 'storage') === true;
  return [...(served ? [] : [fault('served')]), ...(stored ? [] : [fault('storage')])];
}
