import { at } from '../../../manifest/field-path.js';
import { listAt, stringAt, stringListAt } from '../../../manifest/read.js';
import type { Resource } from '../../../manifest/resource.js';
import { kindOf, namespaceOf } from '../pods/pod.js';
import { authenticationRefs, MESH_TLS, SERVER_AUTHORIZATION, SERVICE_ACCOUNT } from './authorization.js';
import { refersTo, targetRef } from './target-ref.js';

/** A ServiceAccount that a policy names. */
export interface AccountRef {
  readonly path: string;
  readonly namespace: string;
  readonly name: string;
}

/** An identity that a policy spells out. */
export interface IdentityText {
  readonly path: string;
  readonly text: string;
}

/** What an identity of Linkerd's is made of. */
export interface Identity {
  readonly serviceAccount: string;
  readonly namespace: string;
  readonly controlPlaneNamespace: string;
  readonly trustDomain: string;
}

const IDENTITY = /^([^.*]+)\.([^.]+)\.serviceaccount\.identity\.([^.]+)\.(.+)$/;

/** Reads `<account>.<namespace>.serviceaccount.identity.<control plane namespace>.<trust domain>`; undefined for anything else. */
export function parseIdentity(text: string): Identity | undefined {
  const [, serviceAccount, namespace, controlPlaneNamespace, trustDomain] = IDENTITY.exec(text) ?? [];
  if (serviceAccount === undefined || namespace === undefined) return undefined;
  if (controlPlaneNamespace === undefined || trustDomain === undefined) return undefined;
  return { serviceAccount, namespace, controlPlaneNamespace, trustDomain };
}

/** The ServiceAccounts that a MeshTLSAuthentication, AuthorizationPolicy or ServerAuthorization names. */
export function accountRefs(resource: Resource): readonly AccountRef[] {
  const own = namespaceOf(resource);
  if (kindOf(resource.object) === SERVER_AUTHORIZATION) {
    return listAt(resource.object, 'spec', 'client', 'meshTLS', 'serviceAccounts').map((account, index) => ({
      path: at('spec', 'client', 'meshTLS', 'serviceAccounts', index, 'name'),
      namespace: stringAt(account, 'namespace') ?? own,
      name: stringAt(account, 'name') ?? '',
    }));
  }
  const isMeshTls = kindOf(resource.object) === MESH_TLS;
  const field = isMeshTls ? 'identityRefs' : 'requiredAuthenticationRefs';
  const refs = isMeshTls
    ? listAt(resource.object, 'spec', field).map((value) => {
        const ref = targetRef(value);
        return { ...ref, inNamespace: ref.namespace ?? own };
      })
    : authenticationRefs(resource);
  return refs.flatMap((ref, index) =>
    refersTo(ref, SERVICE_ACCOUNT)
      ? [{ path: at('spec', field, index, 'name'), namespace: ref.inNamespace, name: ref.name }]
      : [],
  );
}

/** The identities that a MeshTLSAuthentication or ServerAuthorization spells out. */
export function identityTexts({ object }: Resource): readonly IdentityText[] {
  const steps =
    kindOf(object) === SERVER_AUTHORIZATION ? ['spec', 'client', 'meshTLS', 'identities'] : ['spec', 'identities'];
  return stringListAt(object, ...steps).map((text, index) => ({ path: at('', ...steps, index), text }));
}
