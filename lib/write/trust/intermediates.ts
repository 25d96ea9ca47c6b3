import type { Cluster } from '../fleet/cluster.js';
import {
  ISTIO_INTERMEDIATE_SECRET,
  ISTIO_NAMESPACE,
  MESH_INTERMEDIATE_SECRET,
  MESH_NAMESPACE,
  MESSAGING_INTERMEDIATE_SECRET,
  MESSAGING_NAMESPACE,
} from './names.js';

/** An intermediate of a cluster below the fleet's root: what it signs for, and its Secret. */
export interface IntermediatePlace {
  readonly use: 'mesh' | 'messaging';
  readonly namespace: string;
  readonly secretName: string;
}

/**
 * The intermediates of a cluster: one for its mesh, in the form that the mesh needs, and one for messaging if there is
 * any.
 */
export function intermediatesOf(
  { mesh }: Pick<Cluster, 'mesh'>,
  { messaging = true, messagingNamespace = MESSAGING_NAMESPACE }: MessagingOptions,
): readonly IntermediatePlace[] {
  const ofMesh: readonly IntermediatePlace[] =
    mesh === undefined
      ? []
      : mesh.kind === 'istio'
        ? [{ use: 'mesh', namespace: ISTIO_NAMESPACE, secretName: ISTIO_INTERMEDIATE_SECRET }]
        : [{ use: 'mesh', namespace: MESH_NAMESPACE, secretName: MESH_INTERMEDIATE_SECRET }];
  if (!messaging) return ofMesh;
  return [...ofMesh, { use: 'messaging', namespace: messagingNamespace, secretName: MESSAGING_INTERMEDIATE_SECRET }];
}

interface MessagingOptions {
  readonly messaging?: boolean | undefined;
  readonly messagingNamespace?: string | undefined;
}
