import { isProxyInit, redirectionNeeds } from '../../../model/linkerd/proxy-init.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { fieldRule } from '../../declared/field-rule.js';
import { containerWith } from '../../examples/pods.js';

const DEFAULT_CAPABILITIES = [
  'AUDIT_WRITE',
  'CHOWN',
  'DAC_OVERRIDE',
  'FOWNER',
  'FSETID',
  'KILL',
  'MKNOD',
  'NET_BIND_SERVICE',
  'SETFCAP',
  'SETGID',
  'SETPCAP',
  'SETUID',
  'SYS_CHROOT',
];

export default fieldRule({
  id: 'pod/added-capabilities-are-default',
  severity: 'error',
  summary:
    'No container adds a capability beyond those that container runtimes give by default, except linkerd-init of a control plane.',
  rationale: 'Other capabilities, such as NET_ADMIN and SYS_ADMIN, reach beyond the container.',
  source: 'https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline',
  appliesTo: POD_KINDS,
  reads: ['Namespace'],
  of: 'container',
  states: {
    field: 'securityContext.capabilities.add[*]',
    must: { beOneOf: DEFAULT_CAPABILITIES },
    fix: 'Remove it. If the init container of a mesh needs it, install the CNI plugin of the mesh instead.',
  },
  except: ({ value }, container) => isProxyInit(container) && redirectionNeeds(value),
  passes: containerWith('securityContext: { capabilities: { add: [NET_BIND_SERVICE] } }'),
  fails: containerWith('securityContext: { capabilities: { add: [NET_BIND_SERVICE, NET_ADMIN] } }'),
});
