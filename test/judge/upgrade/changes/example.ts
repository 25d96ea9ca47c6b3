/** Objects that a change concerns, and objects that it does not. */
export interface ChangeExample {
  readonly id: string;
  readonly concerned: string;
  /** `Kind path` of each field that the change is reported at. */
  readonly at: readonly string[];
  readonly spared: string;
}

/** Another case: whether a change concerns the objects of a text. */
export type ChangeCase = readonly [id: string, title: string, text: string, concerned: boolean];

/** A Pod `apps/web` with annotations and a pod spec, written as flow YAML. */
export const podWith = (annotations: string, spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: ${annotations} }
spec: ${spec}
`;

/** An Istio of the Sail operator with those values, written as flow YAML. */
export const istioWith = (values: string): string => `
apiVersion: sailoperator.io/v1
kind: Istio
metadata: { name: default }
spec: { version: v1.30.2, namespace: istio-system, values: ${values} }
`;
