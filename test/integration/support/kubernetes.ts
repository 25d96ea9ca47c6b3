import type { ManifestObject } from '../../../lib/manifest/object.js';

/** The fields that the runner acts on, of the kinds that it runs. */
export interface EnvVar {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly fieldRef?: { readonly fieldPath: string };
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
  };
}

export interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string | number };
  readonly exec?: { readonly command: readonly string[] };
}

export interface ContainerSpec {
  readonly name: string;
  readonly image: string;
  readonly command: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvVar[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly readOnly?: boolean }[];
  readonly readinessProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly startupProbe?: Probe;
  readonly lifecycle?: { readonly preStop?: { readonly exec?: { readonly command: readonly string[] } } };
  readonly securityContext?: { readonly readOnlyRootFilesystem?: boolean };
}

export interface VolumeSpec {
  readonly name: string;
  readonly configMap?: { readonly name: string };
  readonly secret?: { readonly secretName: string; readonly defaultMode?: number };
  readonly emptyDir?: Record<string, unknown>;
}

export interface PodSpec {
  readonly containers: readonly ContainerSpec[];
  readonly volumes?: readonly VolumeSpec[];
  readonly securityContext: { readonly runAsUser: number; readonly runAsGroup: number; readonly fsGroup?: number };
  readonly terminationGracePeriodSeconds?: number;
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

export type Workload = ManifestObject & {
  readonly kind: 'StatefulSet' | 'Deployment' | 'Job';
  readonly spec: {
    readonly replicas?: number;
    readonly serviceName?: string;
    readonly template: PodTemplate;
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
};

export type Service = ManifestObject & {
  readonly spec: {
    readonly type: 'ClusterIP' | 'NodePort';
    readonly clusterIP?: string;
    readonly selector: Readonly<Record<string, string>>;
    readonly ports: readonly {
      readonly port: number;
      readonly targetPort: string | number;
      readonly nodePort?: number;
    }[];
  };
};

export type ConfigMap = ManifestObject & { readonly data: Readonly<Record<string, string>> };

/** What is read of a cert-manager Certificate. */
export interface CertificateSpec {
  readonly secretName: string;
  readonly commonName: string;
  readonly dnsNames?: readonly string[];
  readonly ipAddresses?: readonly string[];
  readonly usages: readonly string[];
  readonly duration: string;
  readonly issuerRef: { readonly name: string };
}

export type CertificateRequest = ManifestObject & { readonly spec: CertificateSpec };

export type Bundle = ManifestObject & {
  readonly spec: {
    readonly sources: readonly { readonly inLine: string }[];
    readonly target: { readonly configMap: { readonly key: string } };
  };
};

/** The objects of one kind. The caller names the type that the schema has proven the kind to have. */
export function ofKind<Kind extends ManifestObject>(objects: readonly ManifestObject[], kind: Kind['kind']): Kind[] {
  return objects.filter((object): object is Kind => object.kind === kind);
}

/** Data of a ConfigMap, from the manifests or written by trust-manager. Throws if there is none. */
export function configMapData(objects: readonly ManifestObject[], name: string): ConfigMap['data'] {
  const map = ofKind<ConfigMap>(objects, 'ConfigMap').find(({ metadata }) => metadata.name === name);
  if (map !== undefined) return map.data;
  const bundle = ofKind<Bundle>(objects, 'Bundle').find(({ metadata }) => metadata.name === name);
  if (bundle === undefined) throw new Error(`There is neither a ConfigMap nor a Bundle ${name}.`);
  return { [bundle.spec.target.configMap.key]: bundle.spec.sources.map(({ inLine }) => inLine).join('') };
}

export function selects(selector: Readonly<Record<string, string>>, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(selector).every(([key, value]) => labels[key] === value);
}
