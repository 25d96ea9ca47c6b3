import { isMapping } from '../../../formats/mapping.js';
import { Field } from '../../../manifest/field.js';
import { readYaml } from '../../../manifest/kube-yaml.js';
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

/** The namespace of istiod and of mesh-wide policies, unless something says otherwise. */
export const DEFAULT_ROOT_NAMESPACE = 'istio-system';

/** A control plane of Istio, as far as the files show it. */
export interface Install {
  /** The object that has the mesh configuration. */
  readonly resource: Resource;
  /** The namespace of istiod. */
  readonly namespace: string;
  /** The revision; `default` where none is named. */
  readonly revision: string;
  /** Whether the revision is a prefix, to which the operator adds the version. */
  readonly versioned: boolean;
  /** `meshConfig`; without a value where the install leaves every field at its default. */
  readonly meshConfig: Field;
  /** The chart's values; without a value where they are not among the files. */
  readonly values: Field;
  /** Whether the chart fills in the values that are not given. */
  readonly fillsDefaults: boolean;
}

/**
 * The control planes that are among the files: a ConfigMap `istio` or `istio-<revision>` as istiod reads it, an Istio or
 * IstioRevision of the Sail operator, an IstioOperator. Empty if the mesh is installed from elsewhere: nothing is known then.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/
 */
export const installsOf = perCluster((cluster): readonly Install[] => [
  ...cluster.ofKind('ConfigMap').flatMap((resource) => fromConfigMap(resource, cluster)),
  ...cluster.ofKind(SAIL_ISTIO, SAIL_REVISION).map(fromSail),
  ...cluster.ofKind(ISTIO_OPERATOR).map(fromOperator),
]);

/**
 * The namespace whose policies apply to the whole mesh.
 *
 * @see https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#MeshConfig
 */
export const rootNamespaceOf = perCluster((cluster): string => {
  for (const { meshConfig, namespace } of installsOf(cluster)) {
    const named = meshConfig.at('rootNamespace').text;
    if (named !== undefined && named !== '') return named;
    if (namespace !== '') return namespace;
  }
  return DEFAULT_ROOT_NAMESPACE;
});

/** The trust domains of the mesh and their aliases; undefined if no control plane is among the files. */
export const trustDomainsOf = perCluster((cluster): readonly string[] | undefined => {
  const installs = installsOf(cluster);
  if (installs.length === 0) return undefined;
  return installs.flatMap(({ meshConfig }) => [
    meshConfig.at('trustDomain').text ?? 'cluster.local',
    ...meshConfig.at('trustDomainAliases').texts,
  ]);
});

const CONFIG_MAP = /^istio(?:-(?<revision>.+))?$/;

function fromConfigMap(resource: Resource, cluster: ClusterIndex): readonly Install[] {
  const { groups } = CONFIG_MAP.exec(resource.object.metadata.name) ?? {};
  if (groups === undefined) return [];
  const meshConfig = documentAt(Field.of(resource).at('data', 'mesh'));
  if (meshConfig === undefined) return [];
  const { revision } = groups;
  const namespace = namespaceOf(resource);
  const suffix = revision === undefined ? '' : `-${revision}`;
  const injector = cluster.find('ConfigMap', namespace, `istio-sidecar-injector${suffix}`) ?? resource;
  const values = Field.of(injector).at('data', 'values');
  return [
    {
      resource,
      namespace,
      revision: revision ?? 'default',
      versioned: false,
      meshConfig,
      values: documentAt(values) ?? values,
      fillsDefaults: false,
    },
  ];
}

function fromSail(resource: Resource): Install {
  const spec = Field.of(resource).at('spec');
  const values = spec.at('values');
  return {
    resource,
    namespace: spec.at('namespace').text ?? DEFAULT_ROOT_NAMESPACE,
    revision: resource.object.metadata.name,
    versioned: kindOf(resource.object) === SAIL_ISTIO && spec.at('updateStrategy', 'type').text === 'RevisionBased',
    meshConfig: values.at('meshConfig'),
    values,
    fillsDefaults: true,
  };
}

function fromOperator(resource: Resource): Install {
  const spec = Field.of(resource).at('spec');
  const values = spec.at('values');
  const [own, ofChart] = [spec.at('meshConfig'), values.at('meshConfig')];
  return {
    resource,
    namespace: Field.of(resource).at('metadata', 'namespace').text ?? DEFAULT_ROOT_NAMESPACE,
    revision: spec.at('revision').text || values.at('revision').text || 'default',
    versioned: false,
    meshConfig: own.mapping === undefined && ofChart.mapping !== undefined ? ofChart : own,
    values,
    fillsDefaults: true,
  };
}

/** The YAML document in the text of a field; undefined if the field has no text, or no mapping is in it. */
function documentAt(field: Field): Field | undefined {
  if (field.text === undefined) return undefined;
  try {
    const [value] = readYaml(field.text);
    if (value === undefined || value === null) return field.document({});
    return isMapping(value) ? field.document(value) : undefined;
  } catch {
    return undefined;
  }
}
