import type { SecretKey } from '../../workload/container.js';
import type { Workload } from '../../workload/workload.js';

/** A database of an application, and how its clients log in. */
export interface Store {
  /** The workload. @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/ */
  readonly workload: Workload;
  /** Name of the port that clients connect to. @see https://kubernetes.io/docs/concepts/services-networking/service/ */
  readonly port: string;
  /** The Secret with the password; `addPassword` brings it into the cluster. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
  readonly password: SecretKey;
  /** Environment variable of clients that has the password. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
  readonly variable: string;
}

/** The Secret with the password of a store. */
export function passwordOf(store: string): SecretKey {
  return { secret: `${store}-password`, key: 'password' };
}
