import { type IConstruct, Node } from 'constructs';

/**
 * The numbered folders of a cluster's output. Applying them in order works on an empty cluster. The numbers are fixed, so
 * that a new file never renames another; policy comes before the workloads that it protects.
 */
export const STAGES = [
  '00-namespaces',
  '10-crds',
  '20-trust',
  '30-mesh',
  '40-policy',
  '50-messaging',
  '60-workloads',
  '70-traffic',
  '80-observability',
] as const;

/** One of the numbered folders. */
export type Stage = (typeof STAGES)[number];

const stages = new WeakMap<IConstruct, Stage>();

/**
 * Sets the stage of the objects below a construct; the nearest one above an object applies. It has no effect in an app
 * that uses cdk8s' own writer.
 */
export function placeInStage<C extends IConstruct>(construct: C, stage: Stage): C {
  stages.set(construct, stage);
  return construct;
}

/** The stage of the nearest construct above, or of the construct itself, that has one. */
export function stageOf(construct: IConstruct): Stage | undefined {
  for (const scope of Node.of(construct).scopes.reverse()) {
    const stage = stages.get(scope);
    if (stage !== undefined) return stage;
  }
  return undefined;
}
