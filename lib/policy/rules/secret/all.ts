import type { Rule } from '../../rule.js';
import commandHoldsNoPassword from './command-holds-no-password.js';
import dataIsDeliveredApart from './data-is-delivered-apart.js';
import envHoldsNoLiteral from './env-holds-no-literal.js';
import manifestsHoldNoKey from './manifests-hold-no-key.js';
import mountsArePrivate from './mounts-are-private.js';
import mountsAreProvided from './mounts-are-provided.js';
import mountsAreReadable from './mounts-are-readable.js';
import mountsFollowRotation from './mounts-follow-rotation.js';

export const secretRules: readonly Rule[] = [
  commandHoldsNoPassword,
  dataIsDeliveredApart,
  envHoldsNoLiteral,
  manifestsHoldNoKey,
  mountsArePrivate,
  mountsAreProvided,
  mountsAreReadable,
  mountsFollowRotation,
];
