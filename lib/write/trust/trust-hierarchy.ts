import { Construct } from 'constructs';
import { Certificate, CertificateSpecUsages, ClusterIssuer, Issuer } from '../../../imports/cert-manager.io.js';
import { Bundle, type BundleSpecTargetNamespaceSelector } from '../../../imports/trust.cert-manager.io.js';
import { type Diagnostic, throwIfAny } from '../../diagnostic.js';
import { isMapping } from '../../formats/mapping.js';
import type { Certificate as X509Certificate } from '../../formats/x509/certificate.js';
import { checkTypes, type Judges } from '../../input/judge.js';
import { within } from '../../input/place.js';
import { kinds, list, optional, options } from '../../input/shape.js';
import { anyText, domainName, flag, label, objectName, text } from '../../input/values.js';
import { CLUSTER, Cluster } from '../fleet/cluster.js';
import { publishFact } from '../fleet/facts.js';
import { DEFAULT_TRUST_DOMAIN } from '../fleet/mesh.js';
import { placeInStage } from '../fleet/stage.js';
import { authority, type Hierarchy, intermediate, leaf, ROOT_NAME } from './authorities.js';
import { intermediatesOf } from './intermediates.js';
import { IstioCa } from './istio-ca.js';
import {
  DEFAULT_LIFETIMES,
  LIFETIMES,
  type Lifetime,
  type Lifetimes,
  lifetimeFaults,
  statedLifetimeFaults,
} from './lifetimes.js';
import {
  IDENTITY_BUNDLE,
  MESH_INTERMEDIATE_SECRET,
  MESH_NAMESPACE,
  MESSAGING_BUNDLE,
  MESSAGING_INTERMEDIATE_SECRET,
  MESSAGING_ISSUER,
  MESSAGING_NAMESPACE,
  TRUST_BUNDLE_KEY,
} from './names.js';
import { readRoots } from './roots.js';
import type { TrustRoot } from './trust-root.js';

/** The trust of one cluster. @see https://cert-manager.io/docs/trust/trust-manager/ */
export interface TrustHierarchyProps {
  /** The cluster whose trust is set up; without a mesh, only the trust of messaging. */
  readonly cluster: Cluster;
  /** Where the root is. @see https://cert-manager.io/docs/configuration/ca/ */
  readonly root: TrustRoot;
  /**
   * Domain of the identities that the mesh issues, the same in all clusters of a fleet; in a cluster with Istio,
   * `mesh.trustDomain` sets it. @default cluster.local @see https://linkerd.io/2-edge/tasks/multicluster/
   */
  readonly trustDomain?: string;
  /** Lifetimes of the certificates; those not set keep their defaults. @default - see `DEFAULT_LIFETIMES` */
  readonly lifetimes?: Partial<Lifetimes>;
  /** Whether NATS servers get certificates in this cluster; without them, their namespace need not exist. @default true */
  readonly messaging?: boolean;
  /** Namespace of NATS servers that get certificates from their own intermediate. @default nats-system */
  readonly messagingNamespace?: string;
  /** Other namespaces whose workloads speak TLS to NATS servers, and get the roots to verify them. @default - none @see https://cert-manager.io/docs/trust/trust-manager/ */
  readonly messagingClients?: readonly string[];
}

/** Alone, those that are stated; together with the rest, in `lifetimeFaults`. */
const JUDGES: Judges<TrustHierarchyProps> = { lifetimes: statedLifetimeFaults };

const PROPS = options<TrustHierarchyProps>({
  cluster: CLUSTER,
  root: kinds<TrustRoot>({
    offline: { certificates: list(anyText) },
    issuer: {
      name: objectName,
      issuerKind: optional(text()),
      group: optional(domainName),
      certificates: list(anyText),
    },
    'self-signed': {},
  }),
  trustDomain: optional(domainName),
  lifetimes: optional(LIFETIMES),
  messaging: optional(flag),
  messagingNamespace: optional(label),
  messagingClients: optional(list(label)),
});

/** Namespace of cert-manager, from which cluster-wide issuers and trust-manager read their Secrets. */
const CERT_MANAGER_NAMESPACE = 'cert-manager';

/**
 * The trust of one cluster: intermediates below the fleet's root, one for the mesh and one for messaging; Linkerd's
 * short-lived identity issuer, or the CA of istiod, renewed by cert-manager; the certificates of Linkerd's webhooks;
 * and the bundles of roots, written by trust-manager into the namespaces that read them. Istio distributes its roots
 * itself, as `istio-ca-root-cert`.
 *
 * Keys stay where they are used: no key, and no certificate but the public roots, is part of the output.
 *
 * @see https://linkerd.io/2-edge/tasks/automatically-rotating-control-plane-tls-credentials/
 */
export class TrustHierarchy extends Construct {
  constructor(scope: Construct, id: string, props: TrustHierarchyProps) {
    super(scope, id);
    const where = trustLabel(props);
    throwIfAny(checkTypes(where, props, PROPS, JUDGES));
    const { cluster, root } = props;
    const trustDomain = props.trustDomain ?? cluster.istio?.trustDomain ?? DEFAULT_TRUST_DOMAIN;
    const lifetimes = { ...DEFAULT_LIFETIMES, ...props.lifetimes };
    const messagingNamespace = props.messagingNamespace ?? MESSAGING_NAMESPACE;
    for (const place of intermediatesOf(cluster, props)) {
      publishFact(this, {
        kind: 'intermediate',
        cluster: cluster.name,
        trustDomain,
        root: root.kind,
        ...place,
        by: where,
      });
    }
    const roots = readRoots(where, root);
    throwIfAny([
      ...cluster.problems,
      ...checkTrustDomain(where, cluster, trustDomain),
      ...within({ where, path: 'lifetimes' }, lifetimeFaults(lifetimes)),
      ...roots.problems,
    ]);
    publishFact(this, {
      kind: 'trust',
      cluster: cluster.name,
      trustDomain,
      anchors: roots.certificates.map(({ fingerprint }) => fingerprint),
      ownRoot: root.kind === 'self-signed',
      by: where,
    });

    const trust = placeInStage(new Construct(this, 'trust'), '20-trust');
    if (root.kind === 'self-signed') this.#selfSignedRoot(trust, lifetimes.root, trustDomain);
    const sources =
      root.kind === 'self-signed' ? [{ secret: { name: ROOT_NAME, key: 'tls.crt' } }] : roots.certificates.map(inLine);
    const hierarchy: Hierarchy = { scope: trust, root, cluster, trustDomain, lifetimes };

    if (props.messaging !== false) {
      intermediate(hierarchy, {
        issuer: MESSAGING_ISSUER,
        namespace: messagingNamespace,
        secretName: MESSAGING_INTERMEDIATE_SECRET,
        commonName: `messaging.${cluster.name}.${trustDomain}`,
        lifetime: lifetimes.messagingIntermediate,
      });
      bundle(trust, MESSAGING_BUNDLE, sources, namespaces([messagingNamespace, ...(props.messagingClients ?? [])]));
    }
    if (cluster.istio !== undefined) new IstioCa(trust, 'istio-ca', hierarchy);
    if (cluster.linkerd === undefined) return;

    intermediate(hierarchy, {
      issuer: MESH_INTERMEDIATE_SECRET,
      namespace: MESH_NAMESPACE,
      secretName: MESH_INTERMEDIATE_SECRET,
      commonName: `mesh.${cluster.name}.${trustDomain}`,
      lifetime: lifetimes.meshIntermediate,
    });
    this.#identityIssuer(trust, lifetimes.identityIssuer, trustDomain);
    this.#webhookCertificates(trust, lifetimes.webhook);
    bundle(trust, IDENTITY_BUNDLE, sources, { matchLabels: { 'linkerd.io/is-control-plane': 'true' } });
  }

  #selfSignedRoot(scope: Construct, lifetime: Lifetime, trustDomain: string): void {
    const selfSigned = `${ROOT_NAME}-self-signed`;
    new ClusterIssuer(scope, 'self-signed', { metadata: { name: selfSigned }, spec: { selfSigned: {} } });
    new Certificate(scope, 'root', {
      metadata: { name: ROOT_NAME, namespace: CERT_MANAGER_NAMESPACE },
      spec: {
        ...authority(`root.${trustDomain}`, ROOT_NAME, lifetime),
        issuerRef: { name: selfSigned, kind: 'ClusterIssuer', group: 'cert-manager.io' },
      },
    });
    new ClusterIssuer(scope, 'root-issuer', { metadata: { name: ROOT_NAME }, spec: { ca: { secretName: ROOT_NAME } } });
  }

  #identityIssuer(scope: Construct, lifetime: Lifetime, trustDomain: string): void {
    const name = 'linkerd-identity-issuer';
    new Certificate(scope, 'identity-issuer', {
      metadata: { name, namespace: MESH_NAMESPACE },
      spec: {
        ...authority(`identity.${MESH_NAMESPACE}.${trustDomain}`, name, lifetime),
        issuerRef: { name: MESH_INTERMEDIATE_SECRET, kind: 'Issuer', group: 'cert-manager.io' },
      },
    });
  }

  /** A separate chain: the API server trusts it only for the webhooks, and no workload trusts it. */
  #webhookCertificates(scope: Construct, lifetime: Lifetime): void {
    const namespace = MESH_NAMESPACE;
    const ca = 'linkerd-webhook-ca';
    const selfSigned = 'linkerd-webhook-self-signed';
    new Issuer(scope, 'webhook-self-signed', { metadata: { name: selfSigned, namespace }, spec: { selfSigned: {} } });
    new Certificate(scope, 'webhook-ca', {
      metadata: { name: ca, namespace },
      spec: {
        ...authority(ca, ca, DEFAULT_LIFETIMES.messagingIntermediate),
        issuerRef: { name: selfSigned, kind: 'Issuer', group: 'cert-manager.io' },
      },
    });
    new Issuer(scope, 'webhook-issuer', { metadata: { name: ca, namespace }, spec: { ca: { secretName: ca } } });
    for (const webhook of ['linkerd-policy-validator', 'linkerd-proxy-injector', 'linkerd-sp-validator']) {
      const host = `${webhook}.${namespace}.svc`;
      new Certificate(scope, webhook, {
        metadata: { name: webhook, namespace },
        spec: {
          ...leaf(host, `${webhook}-k8s-tls`, lifetime),
          dnsNames: [host],
          usages: [CertificateSpecUsages.SERVER_AUTH],
          issuerRef: { name: ca, kind: 'Issuer', group: 'cert-manager.io' },
        },
      });
    }
  }
}

function bundle(
  scope: Construct,
  name: string,
  sources: readonly ({ inLine: string } | { secret: { name: string; key: string } })[],
  namespaceSelector: BundleSpecTargetNamespaceSelector,
): void {
  new Bundle(scope, name, {
    // trust-manager names the ConfigMap after the Bundle.
    metadata: { name },
    spec: {
      sources: [...sources],
      target: { configMap: { key: TRUST_BUNDLE_KEY }, namespaceSelector },
    },
  });
}

/** Selects namespaces by their names. */
function namespaces(names: readonly string[]): BundleSpecTargetNamespaceSelector {
  const [first = '', ...others] = new Set(names);
  const key = 'kubernetes.io/metadata.name';
  if (others.length === 0) return { matchLabels: { [key]: first } };
  return { matchExpressions: [{ key, operator: 'In', values: [first, ...others].sort() }] };
}

function inLine({ pem }: X509Certificate) {
  return { inLine: pem };
}

/** Names the construct even if its props have wrong types. */
function trustLabel(props: unknown): string {
  const cluster = isMapping(props) ? props['cluster'] : undefined;
  return cluster instanceof Cluster ? `TrustHierarchy '${cluster.name}'` : 'TrustHierarchy';
}

/** Policies name identities by the trust domain of the mesh. */
function checkTrustDomain(where: string, { name, istio }: Cluster, trustDomain: string): Diagnostic[] {
  const stated = istio?.trustDomain ?? DEFAULT_TRUST_DOMAIN;
  if (istio === undefined || stated === trustDomain) return [];
  return [
    {
      where,
      path: 'trustDomain',
      got: `'${trustDomain}'`,
      expected: `'${stated}', as in mesh.trustDomain of cluster '${name}'`,
      fix: 'Set it only on the mesh.',
    },
  ];
}
