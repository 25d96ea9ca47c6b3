import { describe, expect, test } from 'vitest';
import { at, find } from '../../../support/synth.js';
import { effect, objectsWith } from './control-plane.js';

describe('the heartbeat', () => {
  const on = { values: { disableHeartBeat: false } };

  test('is not there unless one asks for it, and comes with its rights and its way through the network', () => {
    expect(effect(on)).toEqual([
      '+ ClusterRole linkerd-heartbeat',
      '+ ClusterRoleBinding linkerd-heartbeat',
      '+ CronJob linkerd-heartbeat',
      '+ NetworkPolicy linkerd-heartbeat',
      '+ Role linkerd-heartbeat',
      '+ RoleBinding linkerd-heartbeat',
      '+ ServiceAccount linkerd-heartbeat',
    ]);
  });

  test('runs when stated, always at the same time, and asks the Prometheus stated', () => {
    expect(effect({ values: { ...on.values, heartbeatSchedule: '7 4 * * *' } }, on)).toEqual([
      'CronJob linkerd-heartbeat spec.schedule: 0 0 * * * -> 7 4 * * *',
    ]);
    const pod = 'CronJob linkerd-heartbeat spec.jobTemplate.spec.template.spec.containers[heartbeat]';
    const lines = effect({ values: { ...on.values, prometheusUrl: 'http://prometheus.mine:9090' } }, on);
    expect(lines.filter((line) => line.startsWith('CronJob '))).toEqual([
      `${pod}.args: - -prometheus-url=http://prometheus.linkerd-viz.svc.cluster.local:9090`,
      `${pod}.args: + -prometheus-url=http://prometheus.mine:9090`,
    ]);
    expect(effect({ values: { ...on.values, heartbeat: { additionalEnv: [{ name: 'A', value: 'b' }] } } }, on)).toEqual(
      [`${pod}.env: + A`],
    );
  });

  test('is placed and limited as the controllers are', () => {
    const values = { ...on.values, priorityClassName: 'low', heartbeatResources: { memory: { limit: '1Gi' } } };
    const lines = effect({ values }, on).filter((line) => line.startsWith('CronJob '));
    expect(lines).toEqual([
      'CronJob linkerd-heartbeat spec.jobTemplate.spec.template.spec.containers[heartbeat].resources.limits.memory: 250Mi -> 1Gi',
      'CronJob linkerd-heartbeat spec.jobTemplate.spec.template.spec.priorityClassName: + low',
    ]);
  });
});

describe('the PodMonitors', () => {
  const on = (podMonitor: object = {}) => ({ values: { podMonitor: { enabled: true, ...podMonitor } } });

  test('exist only if requested, and each may be omitted', () => {
    const all = [
      '+ PodMonitor linkerd-controller',
      '+ PodMonitor linkerd-multicluster-controller',
      '+ PodMonitor linkerd-proxy',
    ];
    expect(effect(on())).toEqual(all);
    expect(effect(on({ serviceMirror: { enabled: false } }))).toEqual([all[0], all[2]]);
    expect(effect(on({ controller: { enabled: false }, proxy: { enabled: false } }))).toEqual([all[1]]);
  });

  test('say how often, in which namespaces, and which Prometheus reads them', () => {
    const monitor = 'PodMonitor linkerd-controller';
    expect(effect(on({ controller: { namespaceSelector: 'any: true' } }), on())).toEqual([
      `${monitor} spec.namespaceSelector.any: + true`,
      `${monitor} spec.namespaceSelector.matchNames: - ["linkerd","linkerd-viz"]`,
    ]);
    const names = ['linkerd-controller', 'linkerd-multicluster-controller', 'linkerd-proxy'];
    expect(effect(on({ labels: { release: 'prometheus' } }), on())).toEqual(
      names.map((name) => `PodMonitor ${name} metadata.labels.release: + prometheus`),
    );
    const endpoint = at(
      find(objectsWith(on({ scrapeInterval: '30s' })), 'PodMonitor', 'linkerd-proxy'),
      'spec.podMetricsEndpoints[0]',
    );
    expect(at(endpoint ?? null, 'interval')).toBe('30s');
  });

  test('know nothing of timestamps in 2.19', () => {
    const timestamps = (version: '2.19' | '2.20') =>
      objectsWith({ ...on(), version })
        .filter(({ kind }) => kind === 'PodMonitor')
        .map((monitor) => at(monitor, 'spec.podMetricsEndpoints[0].honorTimestamps'));
    expect(timestamps('2.19')).toEqual([undefined, undefined, undefined]);
    expect(timestamps('2.20')).toEqual([false, false, false]);
  });
});
