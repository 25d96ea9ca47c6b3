import { listed } from '../../../../manifest/listed.js';
import { isProxyInit, redirectionNeeds } from '../../../model/linkerd/proxy-init.js';
import { POD_KINDS, runsOnWindows } from '../../../model/pods/pod.js';
import { everyContainerWhere } from '../../about.js';
import { containerWith } from '../../examples/pods.js';
import { defineRule } from '../../rule.js';

export default defineRule({
  id: 'pod/capabilities-are-dropped',
  severity: 'error',
  scope: 'object',
  summary:
    'Every container drops all capabilities, and adds back at most NET_BIND_SERVICE, except linkerd-init of a control plane.',
  rationale: 'Capabilities are parts of root; a program that listens on a high port needs none.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  about: everyContainerWhere(({ pod }) => !runsOnWindows(pod)),
  *check(container) {
    const capabilities = container.field.at('securityContext', 'capabilities');
    const redirects = isProxyInit(container);
    const drop = capabilities.at('drop');
    if (!redirects && !drop.texts.includes('ALL')) {
      yield drop.violation({ got: listed(drop.texts) || 'nothing', expected: 'ALL', fix: 'Set drop to [ALL].' });
    }
    for (const added of capabilities.at('add').items) {
      if (added.value === 'NET_BIND_SERVICE' || (redirects && redirectionNeeds(added.value))) continue;
      yield added.violation({ expected: 'NET_BIND_SERVICE, or nothing', fix: 'Remove it.' });
    }
  },
  passes: containerWith('securityContext: { capabilities: { drop: [ALL], add: [NET_BIND_SERVICE] } }'),
  fails: containerWith('securityContext: { capabilities: { drop: [NET_RAW] } }'),
});
