import { list, optional, options, type Shape } from '../../../input/shape.js';
import { flag, text } from '../../../input/values.js';

/**
 * Tokens of end users: a request must carry a valid token in addition to the identity of its caller. A request without one is denied,
 * except from callers that are exempt.
 *
 * @see https://istio.io/latest/docs/concepts/security/#request-authentication
 */
export interface EndUser {
  /** `iss` of the tokens. @see https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.1 */
  readonly issuer: string;
  /** `aud` of the tokens, at least one: a token for another service is not valid for this one. @see https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.3 */
  readonly audiences: readonly string[];
  /** HTTPS URL at which the issuer publishes its public keys. @see https://datatracker.ietf.org/doc/html/rfc7517 */
  readonly jwksUri: string;
  /** Whether the token is forwarded to the workload. @default false */
  readonly forwardToken?: boolean;
}

/** What is accepted as end users. */
export const END_USER: Shape<EndUser> = options<EndUser>({
  issuer: text('an issuer without spaces', /^\S+$/),
  audiences: list(text(), 1),
  jwksUri: text('an https URL', /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/\S*)?$/),
  forwardToken: optional(flag),
});
