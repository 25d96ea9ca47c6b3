import { findingsOn } from '../objects.js';

/** The findings on a Pod with that spec, each up to its fix. */
export async function onPod(spec: string): Promise<string[]> {
  const found = await findingsOn(`{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${spec} }`);
  return found.map((line) => line.split(' | ')[0] ?? '');
}

/** The same on the container of a Pod. */
export function onContainer(fields: string): Promise<string[]> {
  return onPod(`{ containers: [{ name: a, image: a, ${fields} }] }`);
}

/** The same on the volume of a Pod. */
export function onVolume(fields: string): Promise<string[]> {
  return onPod(`{ containers: [{ name: a, image: a }], volumes: [{ name: v, ${fields} }] }`);
}
