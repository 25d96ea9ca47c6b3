import { describe, expect, test } from 'vitest';
import added from '../../../../lib/judge/policy/rules/pod/added-capabilities-are-default.js';
import dropped from '../../../../lib/judge/policy/rules/pod/capabilities-are-dropped.js';
import { findingsOf } from '../../../support/rule-tester.js';

interface Pod {
  readonly label?: string;
  readonly list?: string;
  readonly name?: string;
  readonly add?: string;
}

const COMPONENT = 'linkerd.io/control-plane-component: identity';
const pod = ({
  label = COMPONENT,
  list = 'initContainers',
  name = 'linkerd-init',
  add = 'NET_ADMIN, NET_RAW',
}: Pod) => `
apiVersion: v1
kind: Pod
metadata: { name: linkerd-identity, namespace: linkerd, labels: { ${label} } }
spec:
  ${list}: [{ name: ${name}, securityContext: { capabilities: { add: [${add}] } } }]
`;
const got = (given: Pod) => [added, dropped].map((rule) => findingsOf(rule, pod(given)).map((finding) => finding.got));

describe('the init container of a control plane', () => {
  test('may redirect the traffic of its own pod', () => {
    expect(got({})).toEqual([[], []]);
  });

  test('fails where it may do more', () => {
    expect(got({ add: 'NET_ADMIN, SYS_ADMIN' })).toEqual([['SYS_ADMIN'], ['SYS_ADMIN']]);
  });

  test.each([{ label: 'app: web' }, { list: 'containers' }, { name: 'init' }])(
    'fails what only looks like it: %o',
    (given) => {
      expect(got(given)).toEqual([
        ['NET_ADMIN', 'NET_RAW'],
        ['NET_ADMIN', 'NET_RAW', 'nothing'],
      ]);
    },
  );
});
