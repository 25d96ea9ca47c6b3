import type { Fleet } from '../lib/index.js';
import { aikernel } from './aikernel.js';
import { erlmcp } from './erlmcp.js';
import { fusionCore } from './fusion-core.js';
import { natsMtls } from './nats-mtls.js';
import { titan } from './titan.js';

/** What the systems need from outside the program. */
export interface SystemInputs {
  /** Public root certificates of a fleet, in PEM. */
  roots(fleet: string): readonly string[];
}

/** The fleets that this repository ships; every call makes new ones. */
export function allSystems({ roots }: SystemInputs): readonly Fleet[] {
  return [
    natsMtls({ roots: roots('nats-mtls') }),
    erlmcp({ roots: roots('erlmcp') }),
    aikernel({ roots: roots('aikernel') }),
    fusionCore({ roots: roots('fusion-core') }),
    titan({ roots: roots('titan') }),
  ];
}
