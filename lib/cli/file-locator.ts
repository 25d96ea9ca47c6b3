import { readText } from '../manifest/load-files.js';
import type { Locate, Location } from '../manifest/locate.js';
import { type Resource, STDIN } from '../manifest/resource.js';

/** A field of an object that was read from a file. */
export interface Located {
  readonly resource: Resource;
  readonly path: string;
}

/**
 * Finds the positions of fields in their files. Loaded only where something is reported: other runs do not need the second parser,
 * which takes time to load.
 */
export async function fileLocator(): Promise<(place: Located) => Location | undefined> {
  const { locatorOf } = await import('../manifest/locate.js');
  let last: { file: string; locate: Locate } | undefined;
  return ({ resource, path }) => {
    if (last?.file !== resource.file) {
      // Standard input cannot be read a second time.
      const text = resource.file === STDIN ? undefined : readText(resource.file);
      last = { file: resource.file, locate: typeof text === 'string' ? locatorOf(text) : () => undefined };
    }
    return last.locate(resource, path);
  };
}
