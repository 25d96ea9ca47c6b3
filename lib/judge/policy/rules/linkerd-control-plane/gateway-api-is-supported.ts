import { isWithinReleases, parseRelease } from '../../../../formats/release.js';
import { Field } from '../../../../manifest/field.js';
import { stringAt } from '../../../../manifest/read.js';
import { shown } from '../../../../manifest/shown.js';
import { LINKERD_GATEWAY_API } from '../../../../releases/compatibility.js';
import { controlPlaneOf } from '../../../model/linkerd-control-plane/control-plane.js';
import { CRD } from '../../../model/linkerd-control-plane/crds.js';
import { controlPlaneInstallOf, everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { BUNDLE_VERSION } from '../../../model/linkerd-control-plane/stated-gateway-api.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

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
  summary: 'The Gateway API, whether installed here or stated to exist, is of a release that this Linkerd supports.',
  rationale:
    'The policy controller reads the fields of the releases that it was built for. With another release it drops unknown fields, or reads no routes at all.',
  source: 'https://linkerd.io/2-edge/features/gateway-api/',
  appliesTo: [CRD, 'Namespace'],
  reads: ['ConfigMap', 'apps/Deployment'],
  passes: example('v1.2.1'),
  fails: example('v0.8.1'),
  about: (resource, cluster) => {
    const { object } = resource;
    const defines = stringAt(object, 'spec', 'group') === 'gateway.networking.k8s.io';
    const states = object.kind === 'Namespace' && object.metadata.name === controlPlaneOf(cluster).namespace;
    const version = Field.of(resource).at('metadata', 'annotations', BUNDLE_VERSION);
    const judged = everyInstall(cluster).length > 0 && version.text !== undefined && (defines || states);
    return judged ? [version] : [];
  },
  *check(version, cluster) {
    const release = controlPlaneInstallOf(cluster)?.release;
    if (release === undefined) {
      yield notJudged('the files do not tell a release of Linkerd that is known');
      return;
    }
    const [oldest, newest] = LINKERD_GATEWAY_API[release];
    const text = version.text ?? '';
    if (parseRelease(text)?.patch === undefined) {
      yield notJudged(`${shown(text)} is not a release of the Gateway API`);
    } else if (!isWithinReleases(text, [oldest, newest])) {
      yield version.violation({
        expected: `v${oldest} to v${newest}, with Linkerd ${release}`,
        fix: 'Install v1.2.1, which both releases support.',
      });
    }
  },
});
