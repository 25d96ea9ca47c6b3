import type { Fault } from '../../diagnostic.js';
import type { Severity } from '../finding.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { type NatsServer, natsServersIn } from '../model/nats/server.js';
import { POD_KINDS } from '../model/pods/pod.js';
import { defineRule, type Rule } from './rule.js';

/** A rule about the pods that run servers. */
export interface ServerPodRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly rationale: string;
  readonly source: string;
  /** Objects in which the rule finds nothing, as YAML. */
  readonly passes: string;
  readonly fails: string;
  check(server: NatsServer, cluster: ClusterIndex): Iterable<Fault>;
}

/** Declares a rule that looks at each server, and reports on the object that makes its pods. */
export function defineServerPodRule({ check, ...text }: ServerPodRule): Rule {
  return defineRule({
    ...text,
    scope: 'object',
    appliesTo: POD_KINDS,
    *check(resource, cluster) {
      for (const server of natsServersIn(cluster, resource)) yield* check(server, cluster);
    },
  });
}
