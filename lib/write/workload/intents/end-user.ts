import { list, optional, options, type Shape } from '../../../input/shape.js';
import { flag, text } from '../../../input/values.js';

/**
 * Tokens of end users: whoever calls on behalf of one must show a token that holds, besides its own identity. A request
 * without a token is refused, except from callers that are exempt.
 *
 * @see https://istio.io/latest/docs/concepts/security/#request-authentication
 */
export interface EndUser {
  /** `iss` of the tokens. @see https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.1 */
  readonly issuer: string;
  /** `aud` of the tokens, at least one: a token for another service is none for this one. @see https://datatracker.ietf.org/doc/html/rfc7519#section-4.1.3 */
  readonly audiences: readonly string[];
  /** Where the issuer publishes its public keys, over HTTPS. @see https://datatracker.ietf.org/doc/html/rfc7517 */
  readonly jwksUri: string;
  /** Whether the workload sees the token. @default false */
  readonly forwardToken?: boolean;
}

/** What is accepted as end users. */
export const END_USER: Shape<EndUser> = options<EndUser>({
  issuer: text('an issuer without spaces', /^\S+$/),
  audiences: list(text(), 1),
  jwksUri: text('an https URL', /^https:\/\/[A-Za-z0-9.-]+(:\d{1,5})?(\/\S*)?$/),
  forwardToken: optional(flag),
});
