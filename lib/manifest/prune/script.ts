import { groupOf, type ManifestObject, objectLabel } from '../object.js';
import type { Decision } from './kept.js';
import { shellComment, shellWord } from './shell.js';

/** The objects to delete from one cluster. */
export interface ClusterPruning {
  readonly fleet: string;
  readonly cluster: string;
  /** Name of the kubectl context. */
  readonly context: string;
  /** In order of deletion. */
  readonly decisions: readonly Decision[];
  /** Whether nothing of the cluster is left in the output. */
  readonly whole: boolean;
}

/** Groups whose objects have pods, directly or through a controller. */
const GROUPS_WITH_PODS = ['apps', 'batch', 'sailoperator.io'];
const KINDS_WITH_PODS = ['/Pod', 'gateway.networking.k8s.io/Gateway'];

/**
 * Deletes one object if it has the fleet's labels. A kind that the server does not know has no objects. Any other
 * failure ends the script, because each object is safe to delete only after those before it.
 */
const FUNCTION = `prune() {
  kind=$1 name=$2
  shift 2
  if said=$(kubectl --context="$context" delete "$kind" --field-selector="metadata.name=$name" \\
    --selector="app.kubernetes.io/managed-by=meshwright,app.kubernetes.io/part-of=$fleet" \\
    --ignore-not-found --wait --timeout=5m "$@" </dev/null 2>&1); then
    case $said in
    "No resources found"*) printf '%s\\n' "$kind $name: not there, or not made by $fleet" ;;
    *) printf '%s\\n' "$said" ;;
    esac
  else
    case $said in
    *"the server doesn't have a resource type"*) printf '%s\\n' "$kind $name: not there, as the server does not know the kind" ;;
    *)
      printf '%s\\n' "$said" "Stopped: what follows is not deleted. Correct this, and run the script again." >&2
      exit 1
      ;;
    esac
  fi
}
`;

/** A shell script that deletes what is gone; it is meant to be read before it is run. */
export function pruningScript(clusters: readonly ClusterPruning[], notes: readonly string[]): string {
  const head = [
    '#!/bin/sh\n',
    shellComment(
      'Deletes objects that are gone from the output, in the reverse of the order in which they were applied.',
    ),
    shellComment('An object without the labels of the fleet is not touched.'),
    ...notes.map(shellComment),
  ];
  const sections = clusters.map(section);
  const deletes = clusters.some(({ decisions }) => decisions.some(({ needs }) => needs === undefined));
  return [...head, ...(deletes ? [`set -eu\n\n${FUNCTION}`] : []), ...sections].join('');
}

function section({ fleet, cluster, context, decisions, whole }: ClusterPruning): string {
  const deleted = decisions.filter(({ needs }) => needs === undefined).length;
  const kept = decisions.length - deleted;
  const counts = [`${deleted} to delete`, ...(kept === 0 ? [] : [`${kept} kept, as comments`])].join(', ');
  const title = `${fleet}/${cluster}: ${decisions.length === 0 ? 'nothing is gone' : counts}`;
  return [
    `\n${shellComment(title)}`,
    ...(whole
      ? [shellComment('The whole cluster is gone from the output. Another cluster of the output may own its objects.')]
      : []),
    ...(deleted === 0 ? [] : [`context=${shellWord(context)} fleet=${shellWord(fleet)}\n`]),
    ...decisions.map(line),
  ].join('');
}

function line({ object, needs, guards }: Decision): string {
  const command = pruneCall(object);
  if (needs === undefined) return `${command}\n`;
  const reason = guards === undefined ? '' : `, since it may protect ${objectLabel(guards.object)}, which stays`;
  return shellComment(`kept without --include ${needs}${reason}: ${command}`);
}

/** The call of the script's function that deletes an object. */
function pruneCall(object: ManifestObject): string {
  const group = groupOf(object.apiVersion);
  const { namespace = '', name } = object.metadata;
  return [
    'prune',
    shellWord(group === '' ? object.kind : `${object.kind}.${group}`),
    shellWord(selectorValue(name)),
    ...(namespace === '' ? [] : [shellWord(`--namespace=${namespace}`)]),
    ...(hasPods(group, object.kind) ? ['--cascade=foreground'] : []),
  ].join(' ');
}

/** What protects the pods may be deleted only after the pods. */
function hasPods(group: string, kind: string): boolean {
  return GROUPS_WITH_PODS.includes(group) || KINDS_WITH_PODS.includes(`${group}/${kind}`);
}

/**
 * In a field selector commas, equal signs and backslashes are special.
 *
 * @see https://pkg.go.dev/k8s.io/apimachinery/pkg/fields#EscapeValue
 */
function selectorValue(name: string): string {
  return name.replace(/[\\,=]/g, '\\$&');
}
