import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { PodTemplate } from '../pods/pod.js';
import { type AccountName, admittedAccounts } from './admitted.js';

/** Environment variables with which a client proves its identity by something other than a user and password. */
const OTHER_PROOFS = ['NATS_CREDS', 'NATS_NKEY', 'NATS_NKEY_SEED', 'NATS_CONTEXT', 'NATS_TOKEN'];

/** A ServiceAccount that the mesh admits to the client port of a server. */
export interface AdmittedAccount {
  readonly account: AccountName;
  /** Its pods among the objects, without the servers themselves. */
  readonly pods: readonly PodTemplate[];
}

/** Who may connect to a server's pods as a client, as far as policies name single accounts. */
export function admittedClients(cluster: ClusterIndex, server: PodTemplate, port: number): readonly AdmittedAccount[] {
  return admittedAccounts(cluster, server, port).map((account) => ({
    account,
    pods: cluster
      .podsIn(account.namespace)
      .filter(({ serviceAccount, resource }) => serviceAccount === account.name && resource !== server.resource),
  }));
}

/** Whether a pod proves its identity with something that names no user, such as a key. */
export function provesItselfOtherwise({ containers }: PodTemplate): boolean {
  return containers.some(({ field }) =>
    field.at('env').items.some((entry) => OTHER_PROOFS.includes(entry.at('name').text ?? '')),
  );
}

/** The user that a pod connects as, and where that is set; its name is not known if it comes from elsewhere. */
export function natsUserOf(pod: PodTemplate): { readonly field: Field; readonly text: string | undefined } | undefined {
  for (const { field } of pod.containers) {
    const user = field.at('env').items.find((entry) => entry.at('name').text === 'NATS_USER');
    if (user !== undefined) return { field: user, text: user.at('value').text };
    const others = field.at('envFrom');
    if (others.items.length > 0) return { field: others, text: undefined };
  }
  return undefined;
}
