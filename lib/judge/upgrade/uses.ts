import { groupOf } from '../../manifest/object.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { runsIstio } from '../model/istio/injection.js';
import { runsLinkerd } from '../model/linkerd/injection.js';
import { natsServersOf } from '../model/nats/server.js';
import { projectOf } from '../schema/releases.js';
import { kindEntry } from '../schema/scope.js';
import type { UpgradeProject } from './project.js';

/** Whether anything among the objects of a cluster belongs to a project. */
export function uses(cluster: ClusterIndex, project: UpgradeProject): boolean {
  if (project === 'nats') return natsServersOf(cluster).length > 0;
  if (project === 'istio' && runsIstio(cluster)) return true;
  if (project === 'linkerd' && runsLinkerd(cluster)) return true;
  return cluster.resources.some(({ object: { apiVersion, kind } }) =>
    kindEntry(groupOf(apiVersion), kind)?.versions.some(({ file }) => projectOf(file) === project),
  );
}
