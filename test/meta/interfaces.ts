import { fileURLToPath } from 'node:url';
import { publicInterfaces } from '../../scripts/generate/props/props.js';

/** Every interface that the public surface exports. */
export const interfaces = publicInterfaces(fileURLToPath(new URL('../../', import.meta.url)));
