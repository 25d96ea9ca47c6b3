import type { Field } from '../../../manifest/field.js';
import { parsePath } from '../../../manifest/field-path.js';
import { groupOf } from '../../../manifest/object.js';
import { notAllowed, type SchemaViolation } from '../violation.js';

/** What clients must prove, and the field beside it that lets them in without. */
const CONFLICTS = [
  ['spec.client.meshTLS', 'spec.client.unauthenticated'],
  ['spec.client.meshTLS.identities', 'spec.client.meshTLS.unauthenticatedTLS'],
  ['spec.client.meshTLS.serviceAccounts', 'spec.client.meshTLS.unauthenticatedTLS'],
] as const;

/**
 * What the policy controller of Linkerd refuses in its own policies.
 *
 * @see https://github.com/linkerd/linkerd2/blob/main/policy-controller/src/admission.rs
 */
export function* checkLinkerdPolicies(object: Field, kind: string): Iterable<SchemaViolation> {
  if (groupOf(kind) !== 'policy.linkerd.io') return;
  const name = kind.slice(kind.lastIndexOf('/') + 1);
  if (name === 'EgressNetwork' || name === 'NetworkAuthentication') yield* emptyNetworks(object.at('spec', 'networks'));
  if (name === 'MeshTLSAuthentication') yield* identityKinds(object.at('spec', 'identityRefs'));
  if (name === 'ServerAuthorization') yield* openBesideClosed(object);
  if (name === 'HTTPLocalRateLimitPolicy') yield* rates(object.at('spec'));
}

function* emptyNetworks(networks: Field): Iterable<SchemaViolation> {
  if (Array.isArray(networks.value) && networks.isEmpty)
    yield notAllowed(networks, { expected: 'at least one network', fix: 'Name a network.' });
}

function* identityKinds(references: Field): Iterable<SchemaViolation> {
  for (const reference of references.items) {
    const [group, kind] = [reference.at('group').text ?? '', reference.at('kind')];
    const isCore = group === '' || group === 'core';
    if (isCore && kind.text === 'ServiceAccount') continue;
    if (!isCore || kind.text !== 'Namespace') {
      if (kind.text === undefined) continue;
      yield notAllowed(kind, {
        got: isCore ? kind.quoted : `${kind.quoted} of ${group}`,
        expected: 'ServiceAccount or Namespace of the core group',
        fix: 'Name the ServiceAccount of the callers.',
      });
    } else if (reference.at('namespace').isSet)
      yield notAllowed(reference.at('namespace'), {
        expected: 'no namespace, because a Namespace is cluster-scoped',
        fix: 'Remove the field.',
      });
  }
}

function* openBesideClosed(object: Field): Iterable<SchemaViolation> {
  for (const [closed, open] of CONFLICTS) {
    const present = object.at(...parsePath(closed));
    const wide = object.at(...parsePath(open));
    const isPresent = Array.isArray(present.value) ? !present.isEmpty : present.isSet;
    if (!isPresent || wide.value !== true) continue;
    const name = present.step;
    yield notAllowed(wide, {
      got: `true beside ${name}`,
      expected: `false, since ${name} asks for more`,
      fix: `Remove the field, or remove ${name} if anybody may call.`,
    });
  }
}

function* rates(spec: Field): Iterable<SchemaViolation> {
  for (const holder of [spec.at('total'), spec.at('identity'), ...spec.at('overrides').items]) {
    const rate = holder.at('requestsPerSecond');
    if (rate.value === 0) yield notAllowed(rate, { expected: 'at least 1', fix: 'Set a rate, or remove the limit.' });
    for (const kind of holder.all('clientRefs[*].kind'))
      if (kind.text !== undefined && kind.text !== 'ServiceAccount')
        yield notAllowed(kind, { expected: 'ServiceAccount', fix: 'Name the ServiceAccount of the callers.' });
  }
}
