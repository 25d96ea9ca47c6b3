import { throwIfAny } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import { checkProps, optional, options } from '../../input/shape.js';
import { label, objectName, text } from '../../input/values.js';
import type { ComponentCluster } from '../fleet/components.js';
import { RequiredSecret } from '../secrets/required-secret.js';
import type { FleetDefaults } from './fleet-options.js';

/** A Secret that holds one password; its component has the same name. @see https://kubernetes.io/docs/concepts/configuration/secret/ */
export interface Password {
  /** Namespace of the workloads that use it. @see https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/ */
  readonly namespace: string;
  /** Name of the Secret. */
  readonly name: string;
  /** Key of the password in the Secret. @default password @see https://kubernetes.io/docs/concepts/configuration/secret/ */
  readonly key?: string;
  /** Name of the password within the cluster: two Secrets with the same name hold the same password. @default - the name of the Secret @see https://external-secrets.io/latest/api/externalsecret/ */
  readonly credential?: string;
}

const PASSWORD = options<Password>({
  namespace: label,
  name: objectName,
  key: optional(text()),
  credential: optional(text()),
});

/** Adds a Secret with a password, from the same source as all Secrets of the fleet. */
export function addPassword(cluster: ComponentCluster, defaults: FleetDefaults, password: Password): void {
  const problems = [...defaults.problems, ...checkProps(`Cluster '${cluster.name}': addPassword`, password, PASSWORD)];
  const stated = isMapping(password) ? password['name'] : undefined;
  const component = label.faults('', stated).length === 0 ? String(stated) : 'password';
  cluster.add(component, (chart) => {
    throwIfAny(problems);
    const { namespace, name, key = 'password', credential = name } = password;
    new RequiredSecret(chart, 'secret', {
      source: defaults.secrets ?? { kind: 'credentials' },
      cluster: cluster.name,
      content: {
        namespace,
        name,
        data: { [key]: [{ credential: { id: `${cluster.name}/${credential}`, kind: 'password' }, form: 'password' }] },
      },
    });
  });
}
