import { at } from '../../../manifest/field-path.js';
import { listed } from '../../../manifest/listed.js';
import type { Subject } from '../../finding.js';
import { CRD, EXPECTED_CRDS, type ExpectedCrd } from '../../linkerd/control-plane-crds.js';
import { controllerExample } from '../../linkerd/control-plane-example.js';
import { type ControlPlaneInstall, controlPlaneInstallOf, missing } from '../../linkerd/control-plane-install.js';
import { listAt, stringAt, valueAt } from '../../read.js';
import { type ClusterReport, defineRule } from '../../rule.js';

const definition = ({ name, version }: ExpectedCrd) => `---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: ${name} }
spec: { versions: [{ name: ${version}, served: true, storage: true }] }
`;

export default defineRule({
  id: 'linkerd/resource-definitions-are-served',
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
    const found = EXPECTED_CRDS.map((crd) => ({ crd, subject: cluster.find(CRD, '', crd.name) }));
    yield* missing(
      install,
      'CustomResourceDefinition',
      found.flatMap(({ crd, subject }) => (subject === undefined ? [crd.name] : [])),
      'they stand before the control plane, which does not become ready without them',
    );
    for (const { crd, subject } of found) {
      if (subject !== undefined) yield* versionReports(subject, crd, install);
    }
  },
});

function versionReports(subject: Subject, { version }: ExpectedCrd, { release }: ControlPlaneInstall): ClusterReport[] {
  const versions = listAt(subject.object, 'spec', 'versions');
  const index = versions.findIndex((entry) => stringAt(entry, 'name') === version);
  const names = versions.flatMap((entry) => stringAt(entry, 'name') ?? []);
  if (index < 0) {
    return [
      {
        subject,
        path: 'spec.versions',
        got: listed(names) || 'none',
        expected: version,
        fix: 'Apply the definition of the release that the control plane has.',
      },
    ];
  }
  const fault = (field: string): ClusterReport => ({
    subject,
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
