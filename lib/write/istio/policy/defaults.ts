import type { AuthorizationPolicySpec, PeerAuthenticationSpec } from './specs.js';

/** Plaintext is rejected on every port of every pod. */
export const STRICT: PeerAuthenticationSpec = { mtls: { mode: 'STRICT' } };

/** An ALLOW policy without rules, which admits nobody; every other ALLOW policy adds to it. */
export const ALLOW_NOTHING: AuthorizationPolicySpec = {};
