import { Field, type Violation } from '../../../manifest/field.js';
import { listed } from '../../../manifest/listed.js';
import type { ControlPlaneInstall } from '../../model/linkerd-control-plane/install.js';
import { type NotJudged, notJudged } from '../outcome.js';

/** Why the objects of a control plane are not judged. */
/** Reason of what depends on a control plane, as in YAML that only uses the mesh. */
export const NO_CONTROL_PLANE = 'no control plane of Linkerd is among the files';

export const OUTDATED = 'the control plane is older than Linkerd 2.19';

/** Reports that what linkerd-config sets is not known: it is not among the files, or cannot be read. */
export function unknownValues({ anchor, config, values }: ControlPlaneInstall): readonly NotJudged[] {
  if (values !== undefined) return [];
  const reason =
    config === undefined ? 'linkerd-config is not among the files' : 'the values of linkerd-config cannot be read';
  return [notJudged(reason, anchor)];
}

/** Reports objects of one kind that a control plane needs and that are missing, all in one finding. */
export function missingObjects(
  { anchor }: ControlPlaneInstall,
  kind: string,
  names: readonly string[],
  effect: string,
): readonly Violation[] {
  if (names.length === 0) return [];
  return [
    Field.of(anchor)
      .at('metadata', 'namespace')
      .violation({
        got: `no ${kind.slice(kind.indexOf('/') + 1)} ${listed(names)}`,
        expected: 'all of them among the files',
        effect,
        fix: 'Add what is missing, or check it together with these files.',
      }),
  ];
}
