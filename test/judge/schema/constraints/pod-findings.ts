import { findingsOn } from '../objects.js';

/** The findings on a Pod with that spec, each up to its fix. */
export async function onPod(spec: string): Promise<string[]> {
  const found = await findingsOn(`{ apiVersion: v1, kind: Pod, metadata: { name: a }, spec: ${spec} }`);
  return found.map((line) => line.split(' | ')[0] ?? '');
}

/** Those on a Pod whose container has these fields. */
export const onContainer = (fields: string) => onPod(`{ containers: [{ name: a, image: a, ${fields} }] }`);
