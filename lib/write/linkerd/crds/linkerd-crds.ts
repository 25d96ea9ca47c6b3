import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { placeInStage } from '../../fleet/stage.js';
import { CONTROL_PLANE_NAMESPACE } from '../ports.js';
import { linkerdCrds } from './all.js';
import type { CrdDefinition, CrdVersion } from './definition.js';

/** The custom resources of Linkerd's core, with the defaults and the validation that upstream serves. @see https://github.com/linkerd/linkerd2/tree/main/charts/linkerd-crds */
export class LinkerdCrds extends Construct {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    placeInStage(this, '10-crds');
    for (const definition of linkerdCrds) new ApiObject(this, definition.plural, customResourceDefinition(definition));
  }
}

/** The object that defines a kind for the API server. */
export function customResourceDefinition(definition: CrdDefinition) {
  const { group, kind, plural, singular, listKind, shortNames, categories, scope, versions } = definition;
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: `${plural}.${group}`,
      labels: { 'linkerd.io/control-plane-ns': CONTROL_PLANE_NAMESPACE },
      annotations: { 'linkerd.io/created-by': 'meshwright' },
    },
    spec: {
      group,
      names: { kind, plural, singular, ...stated({ listKind, shortNames, categories }) },
      scope,
      versions: versions.map(version),
    },
  };
}

function version({ name, storage, deprecationWarning, schema, statusSubresource, printerColumns }: CrdVersion) {
  return {
    name,
    served: true,
    storage,
    ...(deprecationWarning !== undefined && { deprecated: true, deprecationWarning }),
    schema: { openAPIV3Schema: schema },
    ...(statusSubresource && { subresources: { status: {} } }),
    ...(printerColumns && { additionalPrinterColumns: [...printerColumns] }),
  };
}

function stated<T extends object>(fields: T) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
