import type { Severity } from '../finding.js';
import type { ClusterIndex } from '../model/cluster-index.js';
import { type ConfFault, confFaultOf } from '../model/nats/conf-fault.js';
import { confsOf } from '../model/nats/lone-conf.js';
import { type NatsServer, natsServersOf, type ServerConf } from '../model/nats/server.js';
import { type ExampleServer, serverExample } from './examples/nats.js';
import { defineRule, type Rule } from './rule.js';

/** A rule about the configurations that servers read from ConfigMaps. */
export interface ConfRule {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly rationale: string;
  readonly source: string;
  /** A configuration in which the rule finds nothing. */
  readonly passes: string;
  /** A configuration in which the rule finds something. */
  readonly fails: string;
  /**
   * What the servers of both examples have besides their configuration.
   * @default - nothing
   */
  readonly server?: ExampleServer;
  check(conf: ServerConf, server: NatsServer, cluster: ClusterIndex): Iterable<ConfFault>;
}

/** A rule about the text of a configuration, whoever reads it. */
export interface ConfTextRule extends Omit<ConfRule, 'check'> {
  /** `server` is the one that reads the configuration, where it is among the objects. */
  check(conf: ServerConf, server: NatsServer | undefined): Iterable<ConfFault>;
}

/**
 * Declares a rule that looks at each configuration once for each server that reads it. It reports on the ConfigMap, and
 * names the field of the configuration and its line.
 */
export function defineConfRule({ check, ...text }: ConfRule): Rule {
  return confRule(text, function* (cluster) {
    for (const server of natsServersOf(cluster)) {
      if (server.conf !== undefined) yield { conf: server.conf, found: check(server.conf, server, cluster) };
    }
  });
}

/** Declares a rule that looks at each configuration alone, and at those too that no server among the objects reads. */
export function defineConfTextRule({ check, ...text }: ConfTextRule): Rule {
  return confRule(text, function* (cluster) {
    for (const { conf, server } of confsOf(cluster)) yield { conf, found: check(conf, server) };
  });
}

interface Judged {
  readonly conf: ServerConf;
  readonly found: Iterable<ConfFault>;
}

function confRule(
  { passes, fails, server: example, ...text }: Omit<ConfRule, 'check'>,
  judge: (cluster: ClusterIndex) => Iterable<Judged>,
): Rule {
  return defineRule({
    ...text,
    scope: 'object',
    appliesTo: ['ConfigMap'],
    passes: serverExample(passes, example),
    fails: serverExample(fails, example),
    *check(resource, cluster) {
      const seen = new Set<string>();
      for (const { conf, found } of judge(cluster)) {
        if (conf.resource !== resource) continue;
        for (const one of found) {
          const report = confFaultOf(conf, one);
          const key = JSON.stringify(report);
          if (!seen.has(key)) yield report;
          seen.add(key);
        }
      }
    },
  });
}
