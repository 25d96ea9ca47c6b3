import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import { brokerSettings } from '../../../lib/write/nats/broker-settings.js';
import type { NatsClient } from '../../../lib/write/nats/client.js';
import { NatsCli, type NatsCliProps } from '../../../lib/write/nats/nats-cli.js';
import { Fleet } from '../../../lib/write/platform/fleet.js';
import { at, filesOf, find, objectsOf, refusal } from '../../support/synth.js';

const client: NatsClient = { user: 'publisher', workload: 'pub', permissions: { publish: { allow: ['a.b'] } } };

function fleetOf(changes: Partial<NatsCliProps> = {}, clientTls = false): Fleet {
  const fleet = new Fleet('fleet');
  const cluster = fleet.addCluster('hub', {
    kubernetesVersion: '1.33',
    mesh: { kind: 'linkerd', version: '2.20', cni: true },
    nodeAddresses: ['192.0.2.1'],
    podCidrs: ['10.42.0.0/16'],
    serviceCidrs: ['10.43.0.0/16'],
  });
  const { settings } = brokerSettings({ cluster, clients: [client], clientTls, secrets: { kind: 'credentials' } });
  cluster.add('pub', (chart) => {
    new NatsCli(chart, 'pub', { server: settings, client, args: ['publish', 'a.b', 'hello'], ...changes });
  });
  return fleet;
}

describe('NatsCli', () => {
  test('runs the command as its own user, with its password from a Secret', () => {
    const pod = at(find(objectsOf(fleetOf(), 'hub'), 'Deployment', 'pub'), 'spec.template.spec') ?? null;
    expect(at(pod, 'containers[0].command')).toEqual(['nats', 'publish', 'a.b', 'hello']);
    expect(at(pod, 'containers[0].env')).toEqual([
      { name: 'XDG_CONFIG_HOME', value: '/var/empty' },
      { name: 'NATS_URL', value: 'nats://nats-broker.nats-system.svc.cluster.local:4222' },
      { name: 'NATS_USER', value: 'publisher' },
      { name: 'NATS_PASSWORD', valueFrom: { secretKeyRef: { name: 'pub-nats-credentials', key: 'password' } } },
    ]);
    expect(at(pod, 'serviceAccountName')).toBe('pub');
  });

  test('trusts the messaging roots where the server speaks TLS', () => {
    const pod = at(find(objectsOf(fleetOf({}, true), 'hub'), 'Deployment', 'pub'), 'spec.template.spec') ?? null;
    expect(at(pod, 'containers[0].env[4]')).toEqual({ name: 'NATS_CA', value: '/etc/nats-trust/ca-bundle.crt' });
    expect(at(pod, 'volumes[0].configMap.name')).toBe('nats-messaging-trust-roots');
  });

  test('may reach its servers and nothing else', () => {
    expect(at(find(objectsOf(fleetOf(), 'hub'), 'NetworkPolicy', 'pub'), 'spec')).toEqual({
      podSelector: { matchLabels: { app: 'pub' } },
      policyTypes: ['Ingress', 'Egress'],
      egress: [
        {
          to: [
            {
              namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'nats-system' } },
              podSelector: { matchLabels: { app: 'nats-broker' } },
            },
          ],
          ports: [
            { port: 4222, protocol: 'TCP' },
            { port: 4143, protocol: 'TCP' },
          ],
        },
      ],
    });
  });

  test('fails as a client that the server does not know, and with limits below requests', () => {
    const resources = { cpu: { request: '2', limit: '1' }, memory: { request: '1Mi', limit: '1Mi' } };
    expect(refusal(() => filesOf(fleetOf({ client: { ...client, user: 'stranger' }, resources })))).toEqual([
      "NatsCli 'hub/pub': client is the user 'stranger', which is not a user of nats-broker, expected one of its clients: publisher. Add the client to the server's clients: they are its users and its admitted callers.",
      "NatsCli 'hub/pub': resources.cpu.limit is 1, expected at least the request of 2. Raise the limit, or lower the request.",
    ]);
  });

  test('fails on a login among its arguments, without showing it', () => {
    const args = ['publish', '--password=hunter2', '--user', 'nats://u:hunter2@h:4222', '--sleep=1s', 'a@b'];
    const problems = refusal(() => filesOf(fleetOf({ args })));
    expect(problems).toEqual([
      "NatsCli 'hub/pub': args[1] is the option --password, expected no login: user and password come from the Secret of the client. Remove it.",
      "NatsCli 'hub/pub': args[2] is the option --user, expected no login: user and password come from the Secret of the client. Remove it.",
      "NatsCli 'hub/pub': args[3] is a URL with a user or password, expected no login: user and password come from the Secret of the client. Remove it.",
    ]);
    expect(problems.join()).not.toContain('hunter2');
  });

  test('fails on props that no compiler saw', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    const problemsOf = (id: string, props: unknown) => refusal(() => Reflect.construct(NatsCli, [chart, id, props]));
    expect(problemsOf('a', undefined)).toEqual([
      "NatsCli 'chart/a': props is absent, expected an object with server, client, args. Set it.",
    ]);
    expect(problemsOf('b', { server: 'nats', client, args: ['publish', undefined], replicas: 3 })).toEqual([
      "NatsCli 'chart/b': args[1] is absent, expected text. Set it.",
      "NatsCli 'chart/b': replicas is an unknown option, expected one of server, client, args, resources. Remove it, or correct its name.",
      "NatsCli 'chart/b': server is 'nats', expected a server's settings, such as brokerSettings(…).settings. Correct it.",
    ]);
  });
});
