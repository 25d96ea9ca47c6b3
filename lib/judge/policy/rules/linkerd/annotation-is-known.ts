import { nearest } from '../../../../formats/did-you-mean.js';
import { entriesOf, isProxyKey, PROXY_ANNOTATIONS, proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { WEBHOOKS_LABEL } from '../../../model/linkerd/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotation-is-known',
  severity: 'error',
  scope: 'object',
  summary: "Every annotation with Linkerd's prefix is one that Linkerd reads.",
  rationale: 'Linkerd ignores annotations that it does not know: a misspelled limit is not a limit.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: example('config.linkerd.io/proxy-memory-limit'),
  fails: example('config.linkerd.io/proxy-mem-limit'),
  about: (resource, cluster) =>
    entriesOf(proxyAnnotationsOf(resource, cluster)).filter(({ key }) => isProxyKey(key) && key !== WEBHOOKS_LABEL),
  *check({ key, field }) {
    if (PROXY_ANNOTATIONS.has(key)) return;
    const meant = nearest(key, [...PROXY_ANNOTATIONS.keys()]);
    yield field.violation({
      got: `${key}, which neither Linkerd 2.19 nor 2.20 knows`,
      expected: meant ?? 'an annotation of Linkerd',
      effect: `Linkerd ignores ${key}.`,
      fix:
        meant === undefined
          ? 'Correct the name. If the release that you run reads it, keep it with a waiver.'
          : `Write ${meant}.`,
    });
  },
});

function example(key: string): string {
  return `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { ${key}: 128Mi } }
`;
}
