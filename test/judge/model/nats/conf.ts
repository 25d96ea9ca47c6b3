import { parseConf } from '../../../../lib/formats/nats-conf/parse.js';
import { ConfNode, type ConfSource } from '../../../../lib/judge/model/nats/conf-node.js';

/** A configuration as a ConfigMap of that name has it below `nats.conf`. */
export function root(text: string, more: Pick<ConfSource, 'variablesOnly' | 'fragment'> = {}): ConfNode {
  const metadata = { name: 'nats-config', namespace: 'nats-system' };
  const resource = { object: { apiVersion: 'v1', kind: 'ConfigMap', metadata }, file: 'nats.yaml', document: 0 };
  return ConfNode.root({ parsed: parseConf(text, { where: 'nats.conf' }), resource, key: 'nats.conf', ...more });
}
