import { createHash } from 'node:crypto';
import { Field } from '../../../../manifest/field.js';
import { listed } from '../../../../manifest/listed.js';
import { everyInstall } from '../../../model/linkerd-control-plane/install.js';
import { configuredAnchors } from '../../../model/linkerd-control-plane/trust.js';
import { configExample, controllerExample } from '../../examples/linkerd-control-plane.js';
import { notJudged } from '../../outcome.js';
import { defineRule } from '../../rule.js';

const ANNOTATION = 'linkerd.io/trust-root-sha256';
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const EMPTY = sha256('');

const example = (digest: string) =>
  controllerExample({ annotations: `{ ${ANNOTATION}: ${digest} }` }) + configExample('identityTrustAnchorsPEM: a root');

export default defineRule({
  id: 'linkerd-control-plane/pods-restart-with-the-trust-root',
  severity: 'warning',
  scope: 'cluster',
  summary:
    'The pods of the control plane have the digest of the trust anchors as an annotation, so that a new root restarts them.',
  rationale:
    'The identity controller and the proxies read the trust roots once, when they start. If the digest in the annotation does not change with the roots, no rollout follows, and the old root is used until it expires.',
  source: 'https://linkerd.io/2-edge/tasks/manually-rotating-control-plane-tls-credentials/',
  appliesTo: ['apps/Deployment'],
  reads: ['ConfigMap', 'Namespace'],
  passes: example(sha256('a root')),
  fails: example(EMPTY),
  about: everyInstall,
  *check(install) {
    const anchors = configuredAnchors(install) ?? '';
    const digests = [...install.deployments.values()].map(({ metadata }) => metadata.at('annotations', ANNOTATION));
    if (anchors === '') {
      // Without anchors in linkerd-config any other digest may belong to anchors that are delivered separately.
      const empty = digests.filter(({ text }) => text === EMPTY);
      const names = empty.map(({ resource }) => resource.object.metadata.name);
      const anchor = Field.of(install.anchor);
      if (empty.length === 0) {
        yield notJudged('linkerd-config has no identityTrustAnchorsPEM', install.anchor);
        return;
      }
      yield (install.config === undefined ? anchor.at('metadata', 'name') : anchor.at('data', 'values')).violation({
        got: `no identityTrustAnchorsPEM, and the digest of an empty text on ${listed(names)}`,
        expected: 'the trust anchors, and their digest on the pods',
        fix: 'Write the anchors to identityTrustAnchorsPEM, or restart control plane and workloads by hand when they change.',
      });
      return;
    }
    for (const digest of digests) {
      if (digest.text === undefined || isDigestOf(anchors, digest.text)) continue;
      yield digest.violation({
        got: digest.text === EMPTY ? 'the digest of an empty text' : digest.text,
        expected: 'the SHA-256 of identityTrustAnchorsPEM in linkerd-config',
        fix: 'Write the digest of the anchors, and update it whenever they change.',
      });
    }
  },
});

/** Charts and tools differ in the line break at the end. */
function isDigestOf(anchors: string, digest: string): boolean {
  return [anchors, anchors.trimEnd(), `${anchors.trimEnd()}\n`].some((text) => sha256(text) === digest);
}
