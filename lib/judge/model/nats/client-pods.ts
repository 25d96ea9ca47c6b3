import { at } from '../../../manifest/field-path.js';
import { listAt, stringAt } from '../../../manifest/read.js';
import type { ClusterIndex } from '../cluster-index.js';
import type { Container, PodTemplate } from '../pods/pod.js';
import { type AccountName, admittedAccounts } from './admitted.js';
import type { NatsServer } from './server.js';

/** Variables of the environment by which a client proves itself otherwise than by a user and password. */
const otherProofs = ['NATS_CREDS', 'NATS_NKEY', 'NATS_NKEY_SEED', 'NATS_CONTEXT', 'NATS_TOKEN'];

/** Pods of a ServiceAccount that the mesh lets in to the client port of a server. */
export interface AdmittedAccount {
  readonly account: AccountName;
  /** Those among the objects; the servers themselves are not among them. */
  readonly pods: readonly PodTemplate[];
}

/** Who may connect to a server as a client, as far as policies name single accounts. */
export function admittedClients(cluster: ClusterIndex, { pod }: NatsServer, port: number): readonly AdmittedAccount[] {
  return admittedAccounts(cluster, pod, port).map((account) => ({
    account,
    pods: cluster
      .podsIn(account.namespace)
      .filter(({ serviceAccount, resource }) => serviceAccount === account.name && resource !== pod.resource),
  }));
}

/** Whether a pod proves who it is by what names no user, such as a key. */
export function provesItselfOtherwise({ containers }: PodTemplate): boolean {
  return containers.some(({ spec }: Container) =>
    listAt(spec, 'env').some((entry) => otherProofs.includes(stringAt(entry, 'name') ?? '')),
  );
}

/** The user that a pod connects as; its text is not known where it comes from a Secret. */
export function natsUserOf(pod: PodTemplate): { readonly path: string; readonly text: string | undefined } | undefined {
  for (const { spec, path } of pod.containers) {
    for (const [index, entry] of listAt(spec, 'env').entries()) {
      if (stringAt(entry, 'name') === 'NATS_USER') {
        return { path: at(path, 'env', index), text: stringAt(entry, 'value') };
      }
    }
    if (listAt(spec, 'envFrom').length > 0) return { path: at(path, 'envFrom'), text: undefined };
  }
  return undefined;
}
