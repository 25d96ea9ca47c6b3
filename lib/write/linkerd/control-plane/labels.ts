import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import type { LinkerdValues } from './values.js';

/** The controllers, and the parts without a controller. */
export type Component = 'identity' | 'destination' | 'proxy-injector' | 'heartbeat' | 'controller';

/** The label that `linkerd check` and the CLI find the parts of a control plane by. */
const CONTROL_PLANE = { 'linkerd.io/control-plane-ns': CONTROL_PLANE_NAMESPACE } as const;

/** The user's labels first: the labels that objects are found and selected by override them. */
export function controlPlaneLabels({ commonLabels }: LinkerdValues) {
  return { ...commonLabels, ...CONTROL_PLANE };
}

export function componentLabels(component: Component, values: LinkerdValues) {
  return { ...controlPlaneLabels(values), ...componentSelector(component) };
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
    ...podLabels,
    ...podSelector(component),
    'linkerd.io/workload-ns': CONTROL_PLANE_NAMESPACE,
  };
}

/** Upstream's annotation for the tool that wrote an object. */
export const CREATED_BY = { 'linkerd.io/created-by': 'meshwright' } as const;
