import type { AuthorizationPolicySpec, PeerAuthenticationSpec } from './specs.js';

/** Plaintext is refused, at every port of every pod. */
export const STRICT: PeerAuthenticationSpec = { mtls: { mode: 'STRICT' } };

/** An ALLOW policy that has no rule and so admits nobody; every other ALLOW policy adds to it. */
export const ALLOW_NOTHING: AuthorizationPolicySpec = {};
