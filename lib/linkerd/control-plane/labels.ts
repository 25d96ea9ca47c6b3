import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import type { LinkerdValues } from './values.js';

/** The controllers, and what stands for none of them. */
export type Component = 'identity' | 'destination' | 'proxy-injector' | 'heartbeat' | 'controller';

/** By this label `linkerd check` and the CLI find what belongs to a control plane. */
const CONTROL_PLANE = { 'linkerd.io/control-plane-ns': CONTROL_PLANE_NAMESPACE } as const;

export function controlPlaneLabels({ commonLabels }: LinkerdValues) {
  return { ...CONTROL_PLANE, ...commonLabels };
}

export function componentLabels(component: Component, values: LinkerdValues) {
  return { ...componentSelector(component), ...controlPlaneLabels(values) };
}

export const COMPONENT_LABEL = 'linkerd.io/control-plane-component';

export function componentSelector(component: Component) {
  return { [COMPONENT_LABEL]: component };
}

export function deploymentLabels(component: Component, values: LinkerdValues) {
  return {
    'app.kubernetes.io/name': component,
    'app.kubernetes.io/version': values.linkerdVersion,
    ...componentLabels(component, values),
  };
}

/** Labels of the pods that a Deployment selects. They can never change: the field is immutable. */
export function podSelector(component: Component) {
  return { ...componentSelector(component), ...CONTROL_PLANE, ...proxyDeployment(component) };
}

function proxyDeployment(component: Component) {
  return { 'linkerd.io/proxy-deployment': `linkerd-${component}` };
}

export function podLabels(component: Component, { podLabels }: LinkerdValues) {
  return {
    ...podSelector(component),
    'linkerd.io/workload-ns': CONTROL_PLANE_NAMESPACE,
    ...podLabels,
  };
}

/** Upstream's mark of the tool that wrote an object. */
export const CREATED_BY = { 'linkerd.io/created-by': 'meshwright' } as const;
