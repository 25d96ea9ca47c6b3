import { at } from '../../../manifest/field-path.js';
import { readYaml } from '../../../manifest/kube-yaml.js';
import type { JsonObject } from '../../../manifest/object.js';
import { type Found, isObject, objectAt, stringAt, stringsAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import type { ClusterIndex } from '../cluster-index.js';
import { perCluster } from '../per-cluster.js';
import { kindOf, namespaceOf } from '../pods/pod.js';

export const SAIL_ISTIO = 'sailoperator.io/Istio';
export const SAIL_REVISION = 'sailoperator.io/IstioRevision';
export const SAIL_TAG = 'sailoperator.io/IstioRevisionTag';
export const ISTIO_OPERATOR = 'install.istio.io/IstioOperator';

/** Kinds that may hold the configuration of a mesh. */
export const INSTALL_KINDS = ['ConfigMap', SAIL_ISTIO, SAIL_REVISION, ISTIO_OPERATOR] as const;

/** Where istiod is installed, and mesh-wide policies stand, unless something says otherwise. */
export const DEFAULT_ROOT_NAMESPACE = 'istio-system';

/** A control plane of Istio as far as the objects tell it. */
export interface Install {
  /** The object that has the mesh configuration, or that stands for it. */
  readonly resource: Resource;
  /** The namespace of istiod. */
  readonly namespace: string;
  /** The revision; `default` where none is named. */
  readonly revision: string;
  /** Whether the revision is the beginning of a name that ends in a version. */
  readonly versioned: boolean;
  /** `meshConfig`; empty where the install leaves every field at its default. */
  readonly meshConfig: JsonObject;
  /** Path of the field of `meshConfig`; a ConfigMap has all of them in one text. */
  readonly meshPath: (...steps: readonly string[]) => string;
  /** The chart's values; undefined where they are not among the objects. */
  readonly values: JsonObject | undefined;
  readonly valuesPath: string;
  /** Whether the chart fills in the values that are not given. */
  readonly fillsDefaults: boolean;
}

/**
 * The control planes that are among the objects: a ConfigMap `istio` or `istio-<revision>` as istiod reads it, an Istio or
 * IstioRevision of the Sail operator, an IstioOperator. None where the mesh is installed from elsewhere: nothing is known then.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export const installsOf = perCluster((cluster): readonly Install[] => [
  ...cluster.ofKind('ConfigMap').flatMap((resource) => fromConfigMap(resource, cluster)),
  ...cluster.ofKind(SAIL_ISTIO, SAIL_REVISION).map(fromSail),
  ...cluster.ofKind(ISTIO_OPERATOR).map(fromOperator),
]);

/**
 * The namespace whose policies hold for the whole mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
export const rootNamespaceOf = perCluster((cluster): string => {
  for (const { meshConfig, namespace } of installsOf(cluster)) {
    const named = stringAt(meshConfig, 'rootNamespace');
    if (named !== undefined && named !== '') return named;
    if (namespace !== '') return namespace;
  }
  return DEFAULT_ROOT_NAMESPACE;
});

/** The trust domains of the mesh and their aliases; undefined where no control plane is among the objects. */
export const trustDomainsOf = perCluster((cluster): readonly string[] | undefined => {
  const installs = installsOf(cluster);
  if (installs.length === 0) return undefined;
  return installs.flatMap(({ meshConfig }) => [
    stringAt(meshConfig, 'trustDomain') ?? 'cluster.local',
    ...aliases(meshConfig),
  ]);
});

function aliases(meshConfig: JsonObject): readonly string[] {
  const given = meshConfig['trustDomainAliases'];
  return Array.isArray(given) ? given.filter((alias) => typeof alias === 'string') : [];
}

const CONFIG_MAP = /^istio(?:-(?<revision>.+))?$/;

function fromConfigMap(resource: Resource, cluster: ClusterIndex): readonly Install[] {
  const { groups } = CONFIG_MAP.exec(resource.object.metadata.name) ?? {};
  const text = stringsAt(resource.object, 'data')['mesh'];
  if (groups === undefined || text === undefined) return [];
  const meshConfig = yamlIn(text);
  if (meshConfig === undefined) return [];
  const { revision } = groups;
  const namespace = namespaceOf(resource);
  const injector = `istio-sidecar-injector${revision === undefined ? '' : `-${revision}`}`;
  const values = stringsAt(cluster.find('ConfigMap', namespace, injector)?.object, 'data')['values'];
  return [
    {
      resource,
      namespace,
      revision: revision ?? 'default',
      versioned: false,
      meshConfig,
      meshPath: () => 'data.mesh',
      values: values === undefined ? undefined : yamlIn(values),
      valuesPath: 'data.values',
      fillsDefaults: false,
    },
  ];
}

function fromSail(resource: Resource): Install {
  const { object } = resource;
  const values = objectAt(object, 'spec', 'values') ?? {};
  const perVersion =
    kindOf(object) === SAIL_ISTIO && stringAt(object, 'spec', 'updateStrategy', 'type') === 'RevisionBased';
  return {
    resource,
    namespace: stringAt(object, 'spec', 'namespace') ?? DEFAULT_ROOT_NAMESPACE,
    revision: object.metadata.name,
    versioned: perVersion,
    meshConfig: objectAt(values, 'meshConfig') ?? {},
    meshPath: (...steps) => at('spec.values.meshConfig', ...steps),
    values,
    valuesPath: 'spec.values',
    fillsDefaults: true,
  };
}

function fromOperator(resource: Resource): Install {
  const { object } = resource;
  const spec = objectAt(object, 'spec') ?? {};
  const values = objectAt(spec, 'values') ?? {};
  const below = objectAt(spec, 'meshConfig') === undefined && objectAt(values, 'meshConfig') !== undefined;
  const base = below ? 'spec.values.meshConfig' : 'spec.meshConfig';
  return {
    resource,
    namespace: stringAt(object, 'metadata', 'namespace') ?? DEFAULT_ROOT_NAMESPACE,
    revision: named(spec['revision']) ?? named(values['revision']) ?? 'default',
    versioned: false,
    meshConfig: objectAt(spec, 'meshConfig') ?? objectAt(values, 'meshConfig') ?? {},
    meshPath: (...steps) => at(base, ...steps),
    values,
    valuesPath: 'spec.values',
    fillsDefaults: true,
  };
}

function named(value: Found): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function yamlIn(text: string): JsonObject | undefined {
  try {
    const [value] = readYaml(text);
    if (value === undefined || value === null) return {};
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
