import { groupOf, type JsonObject } from '../../manifest/object.js';
import { mapping } from '../fields.js';
import type { Verdict } from '../verdict.js';
import { checkAnnotations } from './istio/annotations.js';
import { checkPeerAuthentication, checkRequestAuthentication } from './istio/authentication.js';
import { checkAuthorizationPolicy } from './istio/authorization-policy.js';

type Check = (spec: JsonObject, object: JsonObject) => Verdict[];

const checks: Readonly<Record<string, Check>> = {
  'security.istio.io/AuthorizationPolicy': checkAuthorizationPolicy,
  'security.istio.io/PeerAuthentication': checkPeerAuthentication,
  'security.istio.io/RequestAuthentication': checkRequestAuthentication,
};

/**
 * What the resource definitions' expressions and the validating webhook of Istio 1.30 and 1.31 refuse beyond schemas.
 *
 * @see https://github.com/istio/istio/blob/1.30.3/pkg/config/validation/validation.go
 */
export function checkIstio(object: JsonObject): Verdict[] {
  const key = `${groupOf(String(object['apiVersion']))}/${object['kind']}`;
  const check = Object.hasOwn(checks, key) ? checks[key] : undefined;
  return check === undefined ? [] : [...checkAnnotations(object), ...check(mapping(object['spec']), object)];
}
