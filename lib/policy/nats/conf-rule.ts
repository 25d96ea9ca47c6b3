import { at } from '../../manifest/field-path.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Severity } from '../finding.js';
import { defineRule, type Report, type Rule } from '../rule.js';
import type { ConfNode } from './conf-node.js';
import { type ExampleServer, serverExample } from './example.js';
import { type NatsServer, natsServersOf, type ServerConf } from './server.js';

/** What a rule says of one field of a configuration. */
export interface ConfReport {
  readonly node: ConfNode;
  /** What stands there; by default that nothing does. Never a secret. */
  readonly got?: string;
  readonly expected: string;
  readonly fix: string;
}

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
  check(conf: ServerConf, server: NatsServer, cluster: ClusterIndex): Iterable<ConfReport>;
}

/**
 * Declares a rule that looks at each configuration once for each server that reads it. It reports on the ConfigMap, and
 * names the field of the configuration and its line.
 */
export function defineConfRule({ passes, fails, server: example, check, ...text }: ConfRule): Rule {
  return defineRule({
    ...text,
    scope: 'object',
    appliesTo: ['ConfigMap'],
    passes: serverExample(passes, example),
    fails: serverExample(fails, example),
    *check(subject, cluster) {
      const seen = new Set<string>();
      for (const server of natsServersOf(cluster)) {
        if (server.conf?.subject !== subject) continue;
        for (const found of check(server.conf, server, cluster)) {
          const report = reportOf(server.conf, found);
          const key = JSON.stringify(report);
          if (!seen.has(key)) yield report;
          seen.add(key);
        }
      }
    },
  });
}

/** A report on the ConfigMap that names a field of its configuration. */
export function reportOf(conf: ServerConf, { node, got = 'nothing', expected, fix }: ConfReport): Report {
  const field = node.path === '' ? '' : `${node.path}${node.line === undefined ? '' : ` (line ${node.line})`}: `;
  return { path: at('data', conf.key), got: `${field}${got}`, expected, fix };
}
