import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/config-is-found.js';
import { ruleTester } from '../../../../support/rule-tester.js';

const sound = serverExample('port: 4222');
const told = (args: string) => sound.replace('[--config, /etc/nats-config/nats.conf]', args);
const volume = (source: string) => sound.replace('configMap: { name: nats-config }', source);

ruleTester(rule, {
  passes: {
    'accepts flags alone': told('[-js]').replace('nats.conf: |', 'notes: |'),
    'accepts a key under another name': volume(
      'configMap: { name: nats-config, items: [{ key: nats.conf, path: nats.conf }] }',
    ),
  },
  fails: {
    'for a wrong path': [
      told('[--config, /etc/nats-config/nats-server.conf]'),
      {
        object: 'StatefulSet nats-system/nats',
        path: 'spec.template.spec.containers[0].volumeMounts',
        got: 'no /etc/nats-config/nats-server.conf: ConfigMap nats-config has no key nats-server.conf',
        fix: 'Set --config to /etc/nats-config/nats.conf, or move the mount.',
      },
    ],
    'for a ConfigMap that is not there': [
      volume('configMap: { name: other }'),
      { got: 'no /etc/nats-config/nats.conf: ConfigMap other is not among the manifests' },
    ],
    'for a volume that is not declared': [
      sound.replace('- { name: config, configMap', '- { name: other, configMap'),
      { got: 'no /etc/nats-config/nats.conf: the pod declares no volume config' },
    ],
    'for a mount that is moved': [
      sound.replace('mountPath: /etc/nats-config', 'mountPath: /etc/nats'),
      { got: 'no /etc/nats-config/nats.conf: no volume is mounted there' },
    ],
    'for items that leave it out': [
      volume('configMap: { name: nats-config, items: [{ key: other, path: other }] }'),
      { got: 'no /etc/nats-config/nats.conf: the items of ConfigMap nats-config leave out nats.conf' },
    ],
    'for an empty folder': [volume('emptyDir: {}'), { got: 'no /etc/nats-config/nats.conf: volume config is empty' }],
    'for a server whose command names none': [
      told('[-js]'),
      {
        path: 'spec.template.spec.containers[0].args',
        got: 'no --config, although /etc/nats-config/nats.conf is mounted',
      },
    ],
  },
  notJudged: {
    'a configuration in a Secret': [
      volume('secret: { secretName: nats-config }'),
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'a folder that another container fills': [
      volume('emptyDir: {}').replace(
        '      containers:\n',
        '      initContainers: [{ name: render, image: example.org/render:1.0.0, volumeMounts: [{ name: config, mountPath: /out }] }]\n      containers:\n',
      ),
      '/etc/nats-config/nats.conf of container nats is not in a ConfigMap among the files',
    ],
    'an image that brings its configuration along': [
      told('[-c, /opt/messaging.conf]').replace('nats:2.15.3-alpine', 'example.org/nats:2.15.3'),
      '/opt/messaging.conf of container nats is not in a ConfigMap among the files',
    ],
  },
});
