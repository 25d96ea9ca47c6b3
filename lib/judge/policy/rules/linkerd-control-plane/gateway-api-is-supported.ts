import { isWithinReleases, parseRelease } from '../../../../formats/release.js';
import { at } from '../../../../manifest/field-path.js';
import { stringAt, stringsAt } from '../../../../manifest/read.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CRD } from '../../../model/linkerd-control-plane/crds.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { BUNDLE_VERSION } from '../../../model/linkerd-control-plane/stated-gateway-api.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

/** Oldest and newest release of the Gateway API, by release of Linkerd; the oldest is what Linkerd's own chart still installs. */
const SUPPORTED = {
  '2.19': ['1.1.1', '1.2.1'],
  '2.20': ['1.1.1', '1.5.1'],
} as const;

const example = (version: string) => `${controllerExample()}${configExample('linkerdVersion: edge-26.6.3')}---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: httproutes.gateway.networking.k8s.io, annotations: { ${BUNDLE_VERSION}: ${version} } }
spec: { group: gateway.networking.k8s.io }
`;

export default defineRule({
  id: 'linkerd-control-plane/gateway-api-is-supported',
  severity: 'warning',
  scope: 'object',
  summary: 'The Gateway API, whether installed here or said to be there, is of a release that this Linkerd supports.',
  rationale:
    'The policy controller reads the fields of the releases that it was built for: of others it drops what it does not know, or reads no route at all.',
  source: 'https://linkerd.io/2-edge/features/gateway-api/',
  appliesTo: [CRD, 'Namespace'],
  passes: example('v1.2.1'),
  fails: example('v0.8.1'),
  *check({ object }, cluster) {
    const defines = stringAt(object, 'spec', 'group') === 'gateway.networking.k8s.io';
    const states = object.kind === 'Namespace' && object.metadata.name === controlPlaneOf(cluster).namespace;
    if (!defines && !states) return;
    const release = controlPlaneInstallOf(cluster)?.release;
    const version = stringsAt(object, 'metadata', 'annotations')[BUNDLE_VERSION];
    if (release === undefined || version === undefined) return;
    const [oldest, newest] = SUPPORTED[release];
    if (parseRelease(version)?.patch === undefined || isWithinReleases(version, [oldest, newest])) return;
    yield {
      path: at('metadata', 'annotations', BUNDLE_VERSION),
      got: version,
      expected: `v${oldest} to v${newest}, with Linkerd ${release}`,
      fix: 'Install v1.2.1, which both releases support.',
    };
  },
});
