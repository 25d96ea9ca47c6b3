import type { KubePodDisruptionBudgetProps } from '../../../../imports/k8s.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { amount } from './amount.js';
import { CREATED_BY, componentLabels, componentSelector } from './labels.js';
import type { LinkerdValues } from './values.js';

const BUDGETS = {
  'linkerd-dst': 'destination',
  'linkerd-identity': 'identity',
  'linkerd-proxy-injector': 'proxy-injector',
} as const;

/** While nodes are drained, most pods of each controller keep running. */
export function disruptionBudgets(values: LinkerdValues): KubePodDisruptionBudgetProps[] {
  return Object.entries(BUDGETS).map(([name, component]) => ({
    metadata: {
      name,
      namespace: CONTROL_PLANE_NAMESPACE,
      labels: componentLabels(component, values),
      annotations: CREATED_BY,
    },
    spec: {
      maxUnavailable: amount(values.controller.podDisruptionBudget.maxUnavailable),
      selector: { matchLabels: componentSelector(component) },
    },
  }));
}
