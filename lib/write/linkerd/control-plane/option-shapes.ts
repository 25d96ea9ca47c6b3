import type { EnvVar, EnvVarSource, Toleration } from '../../../../imports/k8s.js';
import { type Check, list, mapping, optional, options } from '../../../input/shape.js';
import { anyNumber, anyText, anything, label, objectName } from '../../../input/values.js';
import type { ServiceAccountReference } from './shared-values.js';

interface Requirement {
  readonly key: string;
  readonly operator: string;
  readonly values?: readonly string[];
}

interface Selector {
  readonly matchLabels?: { readonly [label: string]: string };
  readonly matchExpressions?: readonly Requirement[];
}

const texts = mapping(anyText);
const environment = list(
  options<EnvVar>({ name: anyText, value: optional(anyText), valueFrom: optional(anything<EnvVarSource>()) }),
);
const requirement = options<Requirement>({ key: anyText, operator: anyText, values: optional(list(anyText)) });
const selector = options<Selector>({
  matchLabels: optional(texts),
  matchExpressions: optional(list(requirement)),
});
/** Parameters by scope and protocol. */
const parameters = mapping(mapping(texts));

/**
 * What must stand in lists, and in mappings with keys of the user's own, by the name or the path of the option: there are no defaults with which
 * they could be compared.
 */
export const OPTION_SHAPES: Readonly<Record<string, Check>> = {
  additionalArgs: list(anyText),
  additionalEnv: environment,
  commonLabels: texts,
  configReaders: list(options<ServiceAccountReference>({ name: objectName, namespace: label })),
  experimentalArgs: list(anyText),
  experimentalEnv: environment,
  imagePullSecrets: list(options<{ readonly name: string }>({ name: objectName })),
  namespaceSelector: selector,
  nodeSelector: texts,
  objectSelector: selector,
  podAnnotations: texts,
  podLabels: texts,
  probeNetworks: list(anyText),
  'proxy.inbound': parameters,
  'proxy.outbound': parameters,
  tolerations: list(
    options<Toleration>({
      effect: optional(anyText),
      key: optional(anyText),
      operator: optional(anyText),
      tolerationSeconds: optional(anyNumber),
      value: optional(anyText),
    }),
  ),
};
