import type { Field } from '../../../manifest/field.js';
import type { ClusterIndex } from '../cluster-index.js';
import { type Grant, grantsOfServer } from '../linkerd/grants.js';
import type { AccountName } from '../linkerd/identities.js';
import { serversOfPort } from '../linkerd/server.js';
import type { PodTemplate } from '../pods/pod.js';

/** Environment variables with which a client proves its identity by something other than a user and password. */
const OTHER_PROOFS = ['NATS_CREDS', 'NATS_NKEY', 'NATS_NKEY_SEED', 'NATS_CONTEXT', 'NATS_TOKEN'];

/** A ServiceAccount that the mesh admits to the client port of a server. */
export interface AdmittedAccount {
  readonly account: AccountName;
  /** Its pods among the objects, without the servers themselves; empty if no pod of it is among them. */
  readonly pods: readonly PodTemplate[];
}

/** Who may connect to a port of a server's pods, as far as policies name single ServiceAccounts. */
export function admittedClients(server: PodTemplate, port: number, cluster: ClusterIndex): readonly AdmittedAccount[] {
  return grantsOn(server, port, cluster)
    .flatMap(({ accounts }) => accounts)
    .flatMap((account) => {
      const all = cluster.podsIn(account.namespace).filter(({ serviceAccount }) => serviceAccount === account.name);
      const pods = all.filter(({ resource }) => resource !== server.resource);
      // The servers themselves are no clients.
      return all.length > 0 && pods.length === 0 ? [] : [{ account, pods }];
    });
}

/** Whether policies admit clients to a port of a server's pods that they do not name one by one. */
export function admitsUnnamed(server: PodTemplate, port: number, cluster: ClusterIndex): boolean {
  return grantsOn(server, port, cluster).some(({ admitted }) => admitted !== 'identities');
}

/** What admits clients to a port that a Server selects, whether the pods are in the mesh yet or not. */
function grantsOn(pod: PodTemplate, port: number, cluster: ClusterIndex): readonly Grant[] {
  return serversOfPort(pod, port, cluster).flatMap((server) => grantsOfServer(server, cluster));
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
