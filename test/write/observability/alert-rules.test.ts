import { App, Chart } from 'cdk8s';
import { describe, expect, test } from 'vitest';
import type { Json } from '../../../lib/manifest/object.js';
import type { Alert } from '../../../lib/write/observability/alert.js';
import { AlertRules, type AlertRulesProps } from '../../../lib/write/observability/alert-rules.js';
import { natsAlerts } from '../../../lib/write/observability/alerts/nats.js';
import { objectiveAlerts } from '../../../lib/write/observability/alerts/objectives.js';
import type { ServiceObjective } from '../../../lib/write/observability/objective.js';
import { at, refusal } from '../../support/synth.js';

const alert: Alert = {
  name: 'Down',
  severity: 'critical',
  expr: 'up == 0',
  for: '5m',
  summary: 'It is down',
  description: 'Nobody is served.',
  runbook: '1. Start it.',
};
const props = (...alerts: Alert[]): AlertRulesProps => ({
  namespace: 'monitoring',
  name: 'rules',
  groups: [{ name: 'group', alerts }],
});

function rules(given: AlertRulesProps): Json {
  const chart = new Chart(new App(), 'test');
  new AlertRules(chart, 'rules', given);
  return chart.toJson()[0] ?? null;
}

describe('AlertRules', () => {
  test('writes what Prometheus reads, with severity and runbook in the alert itself', () => {
    expect(at(rules(props({ ...alert, labels: { team: 'mesh' } })), 'spec.groups[0]')).toEqual({
      name: 'group',
      rules: [
        {
          alert: 'Down',
          expr: 'up == 0',
          for: '5m',
          labels: { team: 'mesh', severity: 'critical' },
          annotations: { summary: 'It is down', description: 'Nobody is served.', runbook: '1. Start it.' },
        },
      ],
    });
  });

  test('bears the labels that Prometheus looks for', () => {
    const prometheus = { namespace: 'a', serviceAccount: 'a', podLabels: { a: 'a' }, selectorLabels: { release: 'x' } };
    expect(at(rules({ ...props(alert), prometheus }), 'metadata.labels')).toEqual({ release: 'x' });
  });

  test.each<[string, AlertRulesProps, string]>([
    ['two alerts of one name', props(alert, alert), "the alert 'Down' twice, expected each once"],
    [
      'two groups of one name',
      { ...props(alert), groups: [...props(alert).groups, ...props(alert).groups] },
      "the group 'group' twice",
    ],
    ['a group without rules', props(), 'a group without rules, expected at least one alert or recording'],
    ['no group', { ...props(), groups: [] }, 'groups is an empty list, expected a list of at least 1'],
    ['a name with a dash', props({ ...alert, name: 'is-down' }), "the name 'is-down', expected letters and digits"],
    ['an empty expression', props({ ...alert, expr: ' ' }), 'Down.expr is empty, expected text'],
    ['an empty runbook', props({ ...alert, runbook: '' }), 'Down.runbook is empty, expected text'],
    [
      'a time that Prometheus cannot read',
      props({ ...alert, for: '0.5m' }),
      "Down.for is '0.5m', expected a whole number",
    ],
  ])('fails for %s', (_, given, sentence) => {
    expect(refusal(() => rules(given)).join('\n')).toContain(sentence);
  });
});

describe('objectives', () => {
  const objective: ServiceObjective = {
    mesh: 'linkerd',
    workload: { namespace: 'shop', kind: 'deployment', name: 'basket' },
    availability: 0.999,
  };

  test('allow an error budget of 30 days to burn at the rates of the workbook', () => {
    const alerts = objectiveAlerts([objective]).flatMap((group) => group.alerts);
    expect(alerts.map(({ name, severity, for: time }) => `${name} ${severity} ${time}`)).toEqual([
      'AvailabilityBudgetBurnsOver1h critical 2m',
      'AvailabilityBudgetBurnsOver6h critical 5m',
      'AvailabilityBudgetLeaksOver1d warning 15m',
      'AvailabilityBudgetLeaksOver3d warning 1h',
    ]);
    expect(alerts.map(({ expr }) => /> ([\d.]+)$/.exec(expr)?.[1])).toEqual(['0.0144', '0.006', '0.003', '0.001']);
  });

  test('count a bucket whether Prometheus writes its bound as a whole number or not', () => {
    const [group] = objectiveAlerts([{ ...objective, latency: { share: 0.99, milliseconds: 300 } }]);
    expect(group?.recordings?.find(({ labels }) => labels?.['objective'] === 'latency')?.expr).toContain(
      'le=~"300(\\\\.0)?"',
    );
  });

  test.each<[string, Partial<ServiceObjective>, string]>([
    ['a share of one', { availability: 1 }, 'availability is 1, expected a share above 0 and below 1'],
    ['a share of latency of zero', { latency: { share: 0, milliseconds: 300 } }, 'latency.share is 0'],
    [
      'a time between two buckets',
      { latency: { share: 0.99, milliseconds: 250 } },
      'latency.milliseconds is 250, expected one of 1, 2, 3',
    ],
  ])('fails for %s', (_, wrong, sentence) => {
    expect(refusal(() => objectiveAlerts([{ ...objective, ...wrong }])).join('\n')).toContain(sentence);
  });

  test('fails for one that promises nothing', () => {
    const { availability: _, ...nothing } = objective;
    expect(refusal(() => objectiveAlerts([nothing]))).toEqual([
      "ServiceObjective 'shop/basket' is without availability and latency, expected at least one of them. Set one of them, or remove the objective.",
    ]);
  });
});

describe('alerts on NATS', () => {
  const servers = { namespace: 'n', name: 'nats', replicas: 1 };
  const names = (options: object) =>
    natsAlerts({ ...servers, ...options }).flatMap((group) => group.alerts.map(({ name }) => name));

  test('tell of links, streams, leaders and mirrors where there are any', () => {
    const plain = names({});
    expect(plain).not.toContain('NatsStorageNearLimit');
    expect(names({ links: { role: 'hub', count: 1 } })).toEqual([...plain, 'NatsLeafLinkDown']);
    expect(names({ links: { role: 'leaf' } })).toEqual([...plain, 'NatsHubLinkDown']);
    expect(names({ jetStream: true })).toContain('NatsJetStreamDisabled');
    expect(names({ jetStream: true })).not.toContain('NatsJetStreamWithoutLeader');
    expect(names({ jetStream: true, replicas: 3 })).toContain('NatsJetStreamWithoutLeader');
    expect(names({ jetStream: true, links: { role: 'leaf' } })).toContain('NatsMirrorSilent');
  });

  test('know servers by the names of their pods alone', () => {
    const [group] = natsAlerts({ ...servers, name: 'nats.a' });
    expect(group?.alerts[0]?.expr).toBe(
      '(count(nats_healthz_status{namespace="n",pod=~"nats\\\\.a-[0-9]+"}) or vector(0)) < 1',
    );
  });
});
