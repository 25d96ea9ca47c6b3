import { createHash } from 'node:crypto';
import { at } from '../../../../manifest/field-path.js';
import { listed } from '../../../../manifest/listed.js';
import { controlPlaneInstallOf } from '../../../model/linkerd-control-plane/install.js';
import { configuredAnchors } from '../../../model/linkerd-control-plane/trust.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { defineRule } from '../../rule.js';

const ANNOTATION = 'linkerd.io/trust-root-sha256';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const EMPTY = sha256('');

const example = (digest: string) =>
  controllerExample({ annotations: `{ ${ANNOTATION}: ${digest} }` }) + configExample('identityTrustAnchorsPEM: a root');

export default defineRule({
  id: 'linkerd-control-plane/pods-follow-the-trust-root',
  severity: 'warning',
  scope: 'cluster',
  summary: 'The pods of the control plane bear the digest of the trust anchors, so that a new root restarts them.',
  rationale:
    'The identity controller and the proxies read the trust roots once, when they start. Where the digest in the annotation does not change with the roots, no rollout follows, and the old root is in use until it expires.',
  source: 'https://linkerd.io/2-edge/tasks/manually-rotating-control-plane-tls-credentials/',
  appliesTo: ['apps/Deployment'],
  passes: example(sha256('a root')),
  fails: example(EMPTY),
  *check(cluster) {
    const install = controlPlaneInstallOf(cluster);
    if (install === undefined) return;
    const anchors = configuredAnchors(install) ?? '';
    const pods = [...install.deployments.values()];
    if (anchors === '') {
      // Without anchors in linkerd-config any other digest may be of what is delivered apart.
      const empty = pods.filter(({ ownAnnotations }) => ownAnnotations[ANNOTATION] === EMPTY);
      if (empty.length === 0) return;
      yield {
        resource: install.anchor,
        path: install.config === undefined ? 'metadata.name' : 'data.values',
        got: `no identityTrustAnchorsPEM, so that ${listed(empty.map(({ resource }) => resource.object.metadata.name))} bear the digest of an empty text`,
        expected: 'the trust anchors, and their digest on the pods',
        fix: 'Write the anchors to identityTrustAnchorsPEM; or restart control plane and workloads by hand when they change.',
      };
      return;
    }
    for (const { resource, metadataPath, ownAnnotations } of pods) {
      const digest = ownAnnotations[ANNOTATION];
      if (digest === undefined || isDigestOf(anchors, digest)) continue;
      yield {
        resource,
        path: at(metadataPath, 'annotations', ANNOTATION),
        got: digest === EMPTY ? 'the digest of an empty text' : digest,
        expected: 'the SHA-256 of identityTrustAnchorsPEM in linkerd-config',
        fix: 'Write the digest of the anchors; it changes with them.',
      };
    }
  },
});

/** Charts and writers differ in the line break at the end. */
function isDigestOf(anchors: string, digest: string): boolean {
  return [anchors, anchors.trimEnd(), `${anchors.trimEnd()}\n`].some((text) => sha256(text) === digest);
}
