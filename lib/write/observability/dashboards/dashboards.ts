import { Construct } from 'constructs';
import { KubeConfigMap } from '../../../../imports/k8s.js';
import { throwIfAny } from '../../../diagnostic.js';
import { checkProps, list, options } from '../../../input/shape.js';
import { label } from '../../../input/values.js';
import { placeInStage } from '../../fleet/stage.js';
import { dashboardJson } from './dashboard-json.js';
import { DASHBOARD, type Dashboard } from './panel.js';

/** Label that the sidecar of Grafana finds dashboards by. @see https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards */
export const DASHBOARD_LABEL = { grafana_dashboard: '1' } as const;

/** Dashboards for Grafana to load. @see https://grafana.com/docs/grafana/latest/dashboards/build-dashboards/view-dashboard-json-model/ */
export interface DashboardsProps {
  /** Namespace of the objects, which Grafana must watch. */
  readonly namespace: string;
  /** The dashboards, at least one. */
  readonly dashboards: readonly Dashboard[];
}

const PROPS = options<DashboardsProps>({ namespace: label, dashboards: list(DASHBOARD, 1) });

/** Dashboards, each as a ConfigMap that Grafana loads. */
export class Dashboards extends Construct {
  constructor(scope: Construct, id: string, props: DashboardsProps) {
    super(scope, id);
    throwIfAny(checkProps(`Dashboards '${this.node.path}'`, props, PROPS));
    placeInStage(this, '80-observability');
    for (const dashboard of props.dashboards) {
      new KubeConfigMap(this, dashboard.uid, {
        metadata: { name: `dashboard-${dashboard.uid}`, namespace: props.namespace, labels: { ...DASHBOARD_LABEL } },
        data: { [`${dashboard.uid}.json`]: dashboardJson(dashboard) },
      });
    }
  }
}
