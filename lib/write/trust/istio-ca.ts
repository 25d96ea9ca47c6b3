import { Construct } from 'constructs';
import { Certificate } from '../../../imports/cert-manager.io.js';
import { authority, type Hierarchy, intermediate } from './authorities.js';
import { CA_SECRET, ISTIO_INTERMEDIATE_SECRET, ISTIO_NAMESPACE } from './names.js';

/**
 * The CA that istiod signs the workloads' certificates with, below the cluster's mesh intermediate. istiod reads
 * `tls.crt`, `tls.key` and `ca.crt` of the Secret, reloads a renewed one while it runs, and writes the root into the
 * ConfigMap `istio-ca-root-cert` of every namespace. It reads a new root only at its next start.
 *
 * @see https://istio.io/latest/docs/tasks/security/cert-management/plugin-ca-cert/
 */
export class IstioCa extends Construct {
  constructor(scope: Construct, id: string, hierarchy: Hierarchy) {
    super(scope, id);
    const { cluster, trustDomain, lifetimes } = hierarchy;
    intermediate(
      { ...hierarchy, scope: this },
      {
        issuer: ISTIO_INTERMEDIATE_SECRET,
        namespace: ISTIO_NAMESPACE,
        secretName: ISTIO_INTERMEDIATE_SECRET,
        commonName: `mesh.${cluster.name}.${trustDomain}`,
        lifetime: lifetimes.meshIntermediate,
      },
    );
    new Certificate(this, 'ca', {
      metadata: { name: CA_SECRET, namespace: ISTIO_NAMESPACE },
      spec: {
        ...authority(`istiod.${cluster.name}.${trustDomain}`, CA_SECRET, lifetimes.istioCa),
        issuerRef: { name: ISTIO_INTERMEDIATE_SECRET, kind: 'Issuer', group: 'cert-manager.io' },
      },
    });
  }
}
