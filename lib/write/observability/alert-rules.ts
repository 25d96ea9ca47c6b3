import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { throwIfAny } from '../../diagnostic.js';
import { checkProps, list, optional, options } from '../../input/shape.js';
import { anything, label, objectName } from '../../input/values.js';
import { placeInStage } from '../fleet/stage.js';
import { type Alert, type AlertGroup, checkAlertGroups } from './alert.js';
import { PROMETHEUS, type Prometheus } from './prometheus.js';

/** An object with alerts. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */
export interface AlertRulesProps {
  /** Namespace of the object. */
  readonly namespace: string;
  /** Name of the object. */
  readonly name: string;
  /** Groups of alerts, at least one. */
  readonly groups: readonly AlertGroup[];
  /** The Prometheus that evaluates them. @default - a Prometheus that reads every rule */
  readonly prometheus?: Prometheus;
}

const PROPS = options<AlertRulesProps>({
  namespace: label,
  name: objectName,
  groups: list(anything<AlertGroup>(), 1),
  prometheus: optional(PROMETHEUS),
});

/** Alerts and their recording rules, as an object of the Prometheus operator. @see https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.PrometheusRule */
export class AlertRules extends Construct {
  constructor(scope: Construct, id: string, props: AlertRulesProps) {
    super(scope, id);
    const where = `AlertRules '${this.node.path}'`;
    throwIfAny(checkProps(where, props, PROPS));
    throwIfAny(checkAlertGroups(where, props.groups));
    const { namespace, name, groups, prometheus } = props;
    placeInStage(this, '80-observability');
    new ApiObject(this, 'Resource', {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name, namespace, ...(prometheus?.selectorLabels && { labels: { ...prometheus.selectorLabels } }) },
      spec: { groups: groups.map(groupSpec) },
    });
  }
}

function groupSpec({ name, interval, recordings = [], alerts }: AlertGroup) {
  return {
    name,
    ...(interval !== undefined && { interval }),
    rules: [
      ...recordings.map(({ record, expr, labels }) => ({ record, expr, ...(labels && { labels: { ...labels } }) })),
      ...alerts.map(alertSpec),
    ],
  };
}

function alertSpec({ name, severity, expr, for: time, labels, summary, description, runbook }: Alert) {
  return {
    alert: name,
    expr,
    ...(time !== undefined && { for: time }),
    labels: { ...labels, severity },
    annotations: { summary, description, runbook },
  };
}
