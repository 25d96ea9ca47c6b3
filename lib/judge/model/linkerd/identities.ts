import { Field } from '../../../manifest/field.js';
import type { Resource } from '../../../manifest/resource.js';
import { kindOf, namespaceOf } from '../pods/pod.js';
import { MESH_TLS, SERVER_AUTHORIZATION, SERVICE_ACCOUNT } from './authorization.js';
import { refersTo, targetRef } from './target-ref.js';

/** A ServiceAccount by its place. */
export interface AccountName {
  readonly namespace: string;
  readonly name: string;
}

/** A ServiceAccount that a policy names. */
export interface AccountRef extends AccountName {
  /** The field with the name. */
  readonly field: Field;
}

/** An identity that a policy spells out. */
export interface IdentityText {
  readonly field: Field;
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

/** The namespace whose accounts a wildcard matches: `*.apps.serviceaccount.identity.…`; undefined for anything else. */
export function namespaceOfWildcard(text: string): string | undefined {
  return /^\*\.([^.*]+)\.serviceaccount\.identity\./.exec(text)?.[1];
}

/** The ServiceAccounts that a MeshTLSAuthentication, AuthorizationPolicy or ServerAuthorization names. */
export function accountRefs(resource: Resource): readonly AccountRef[] {
  const own = namespaceOf(resource);
  const kind = kindOf(resource.object);
  const spec = Field.of(resource).at('spec');
  if (kind === SERVER_AUTHORIZATION) {
    return spec.at('client', 'meshTLS', 'serviceAccounts').items.map((account) => ({
      field: account.at('name'),
      namespace: account.at('namespace').text ?? own,
      name: account.at('name').text ?? '',
    }));
  }
  return spec.at(kind === MESH_TLS ? 'identityRefs' : 'requiredAuthenticationRefs').items.flatMap((item) => {
    const ref = targetRef(item.value);
    return refersTo(ref, SERVICE_ACCOUNT)
      ? [{ field: item.at('name'), namespace: ref.namespace ?? own, name: ref.name }]
      : [];
  });
}

/** The identities that a MeshTLSAuthentication or ServerAuthorization spells out. */
export function identityTexts(resource: Resource): readonly IdentityText[] {
  const spec = Field.of(resource).at('spec');
  const holder = kindOf(resource.object) === SERVER_AUTHORIZATION ? spec.at('client', 'meshTLS') : spec;
  return holder
    .at('identities')
    .items.flatMap((field) => (field.text === undefined ? [] : [{ field, text: field.text }]));
}
