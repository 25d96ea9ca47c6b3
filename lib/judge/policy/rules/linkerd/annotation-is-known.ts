import { nearest } from '../../../../formats/did-you-mean.js';
import { at } from '../../../../manifest/field-path.js';
import { stringsAt } from '../../../../manifest/read.js';
import { isProxyKey, PROXY_ANNOTATIONS } from '../../../model/linkerd/annotations.js';
import { WEBHOOKS_LABEL } from '../../../model/linkerd/injection.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotation-is-known',
  severity: 'error',
  scope: 'object',
  summary: "Every annotation with Linkerd's prefix is one that Linkerd reads.",
  rationale: 'Linkerd passes over an annotation that it does not know: a misspelt limit is no limit.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { config.linkerd.io/proxy-memory-limit: 128Mi } }
`,
  fails: `
apiVersion: v1
kind: Namespace
metadata: { name: apps, annotations: { config.linkerd.io/proxy-mem-limit: 128Mi } }
`,
  *check(resource, cluster) {
    const pod = cluster.podOf(resource);
    const path = pod?.metadataPath ?? 'metadata';
    const annotations = pod?.ownAnnotations ?? stringsAt(resource.object, 'metadata', 'annotations');
    for (const key of Object.keys(annotations)) {
      if (!isProxyKey(key) || key === WEBHOOKS_LABEL || PROXY_ANNOTATIONS.has(key)) continue;
      const meant = nearest(key, [...PROXY_ANNOTATIONS.keys()]);
      yield {
        path: at(path, 'annotations', key),
        got: `${key}, unknown to the releases known here`,
        expected: meant ?? 'an annotation of Linkerd',
        fix:
          meant === undefined
            ? `Correct its name, or keep it with a waiver where the release that you run knows it; another release does not read it.`
            : `Write ${meant}; Linkerd does not read ${key}.`,
      };
    }
  },
});
