import { isMapping } from '../../../formats/mapping.js';
import type { PathStep } from '../../../manifest/field-path.js';
import { groupOf, type Json } from '../../../manifest/object.js';
import { listAt, objectAt, stringAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';

/** How rules name the pod templates in objects of other projects: an Argo Rollout, a Knative Service, a DeploymentConfig. */
export const CUSTOM_PODS = '*/PodTemplate';

/** A pod template that was found by its shape. */
export interface CustomTemplate {
  /** A copy of the object, one for each template. */
  readonly resource: Resource;
  /** Where the template is in the object. */
  readonly steps: readonly PathStep[];
}

/** What describes other objects, or changes to them, is no template that pods are made of. */
const NO_TEMPLATES = /pattern|patch|overlay|override|^metadata$|^status$/i;

/**
 * The pod templates in an object of a custom kind: a `template` whose `spec.containers` have images. Kubernetes' own kinds, whose
 * groups have no dot or end in `k8s.io`, have theirs at known places.
 */
export function customTemplates(resource: Resource): readonly CustomTemplate[] {
  const group = groupOf(resource.object.apiVersion);
  if (!group.includes('.') || group === 'k8s.io' || group.endsWith('.k8s.io')) return [];
  return [...templatesIn(resource.object, [])].map((steps) => ({ resource: { ...resource }, steps }));
}

function* templatesIn(value: Json, steps: readonly PathStep[]): Iterable<readonly PathStep[]> {
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* templatesIn(item, [...steps, index]);
    return;
  }
  if (!isMapping(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== 'object' || child === null || NO_TEMPLATES.test(key)) continue;
    if (key === 'template' && isPodTemplate(child)) yield [...steps, key];
    else yield* templatesIn(child, [...steps, key]);
  }
}

/** A placeholder that a tool fills in is no image. */
function isPodTemplate(template: Json): boolean {
  const containers = listAt(objectAt(template, 'spec'), 'containers');
  const hasImage = (container: Json) => /^[^*{}\s]+$/.test(stringAt(container, 'image') ?? '');
  return containers.length > 0 && containers.every(hasImage);
}
