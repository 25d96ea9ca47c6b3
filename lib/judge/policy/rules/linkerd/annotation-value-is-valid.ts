import { entriesOf, PROXY_ANNOTATIONS, proxyAnnotationsOf } from '../../../model/linkerd/annotations.js';
import { kindOf, POD_KINDS } from '../../../model/pods/pod.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'linkerd/annotation-value-is-valid',
  severity: 'error',
  scope: 'object',
  summary: 'Every annotation of Linkerd has a value that Linkerd can read.',
  rationale:
    'Linkerd ignores most values that it cannot read and starts the proxy without them; some prevent the pod from starting. One port name in a list of opaque ports makes policy ignore the whole list.',
  source: 'https://linkerd.io/2-edge/reference/proxy-configuration/',
  appliesTo: ['Namespace', 'Service', ...POD_KINDS],
  passes: example('4222,6222-6224'),
  fails: example('4222,cluster'),
  about: (resource, cluster) =>
    entriesOf(proxyAnnotationsOf(resource, cluster)).filter(
      ({ key }) => PROXY_ANNOTATIONS.get(key)?.value !== undefined,
    ),
  *check({ key, text, field }) {
    const value = PROXY_ANNOTATIONS.get(key)?.value;
    if (value === undefined || value.accepts(text)) return;
    yield field.violation({
      got: text === '' ? 'an empty text' : text,
      expected: value.expected,
      effect: `Linkerd cannot read it on this ${kindOf(field.resource.object)}.`,
      fix: 'Correct the value.',
    });
  },
});

function example(ports: string): string {
  return `
apiVersion: v1
kind: Service
metadata: { name: web, namespace: apps, annotations: { config.linkerd.io/opaque-ports: "${ports}" } }
`;
}
