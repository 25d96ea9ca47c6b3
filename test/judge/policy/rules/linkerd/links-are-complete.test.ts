import rule from '../../../../../lib/judge/policy/rules/linkerd/links-are-complete.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const good = String(rule.passes);
const link = good.slice(0, good.indexOf('---'));

ruleTester(rule, {
  passes: {
    'accepts a Link without a gateway': good.replace(/ {2}gateway(Address|Port|Identity): .*\n/g, ''),
  },
  fails: {
    'without its controller': [
      String(rule.fails),
      {
        path: 'spec.targetClusterName',
        got: 'west',
        expected: 'a Deployment with label mirror.linkerd.io/cluster-name: west',
      },
    ],
    'with the name of another': [
      `${good}---\n${link.replace('name: west, namespace', 'name: other, namespace')}`,
      { object: 'Link linkerd-multicluster/west', got: 'west, which Link linkerd-multicluster/other has too' },
      { object: 'Link linkerd-multicluster/other', got: 'west, which Link linkerd-multicluster/west has too' },
    ],
    'with a port that is no number': [
      link.replace('"4143"', '"mc-gateway"'),
      { path: 'spec.gatewayPort', got: 'mc-gateway' },
    ],
    'with an identity that is none': [
      link.replace(/gatewayIdentity: .*/, 'gatewayIdentity: linkerd-gateway'),
      { path: 'spec.gatewayIdentity', got: 'linkerd-gateway' },
    ],
    'with another namespace of the control plane': [
      link.replace('targetClusterLinkerdNamespace: linkerd', 'targetClusterLinkerdNamespace: mesh'),
      { expected: 'an identity of control plane namespace mesh, as targetClusterLinkerdNamespace says' },
    ],
  },
  notJudged: {
    'a Link that is delivered separately': [link, 'no controller of the multicluster extension is among the files'],
    'a cluster without a gateway': [
      link.replace('gatewayAddress: 192.0.2.1', 'gatewayAddress: ""').replace('gatewayPort: "4143"', 'gatewayPort: ""'),
      'no controller of the multicluster extension is among the files',
    ],
  },
});
