import type { Fleet } from '../lib/index.js';
import { aikernel } from './aikernel.js';
import { erlmcp } from './erlmcp.js';
import { fusionCore } from './fusion-core.js';
import { natsMtls } from './nats-mtls.js';
import { titan } from './titan.js';

/** The external input of the systems. */
export interface SystemInputs {
  /** Public root certificates of a fleet, in PEM. */
  roots(fleet: string): readonly string[];
}

/** The fleets of this repository; every call makes new ones. */
export function allSystems({ roots }: SystemInputs): readonly Fleet[] {
  return [
    natsMtls({ roots: roots('nats-mtls') }),
    erlmcp({ roots: roots('erlmcp') }),
    aikernel({ roots: roots('aikernel') }),
    fusionCore({ roots: roots('fusion-core') }),
    titan({ roots: roots('titan') }),
  ];
}
