import { type Found, stringAt } from '../../../manifest/read.js';

export const POLICY_GROUP = 'policy.linkerd.io';

/** A reference of Linkerd's policy resources. */
export interface TargetRef {
  /** Empty for the core group, which is also written `core` or omitted. */
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
}

/** Reads a reference. Case does not matter to group and kind. @see https://github.com/linkerd/linkerd2/blob/version-2.20/policy-controller/k8s/api/src/policy.rs */
export function targetRef(value: Found): TargetRef {
  const group = (stringAt(value, 'group') ?? '').toLowerCase();
  return {
    group: group === 'core' ? '' : group,
    kind: stringAt(value, 'kind') ?? '',
    name: stringAt(value, 'name') ?? '',
    namespace: stringAt(value, 'namespace'),
  };
}

/** Whether a reference is to that kind, written as rules write it: `policy.linkerd.io/Server`, `Namespace`. */
export function refersTo({ group, kind }: TargetRef, wanted: string): boolean {
  return kindOfRef({ group, kind }).toLowerCase() === wanted.toLowerCase();
}

export function kindOfRef({ group, kind }: Pick<TargetRef, 'group' | 'kind'>): string {
  return group === '' ? kind : `${group}/${kind}`;
}
