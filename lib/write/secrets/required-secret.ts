import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ExternalSecret,
  ExternalSecretSpecSecretStoreRefKind,
  ExternalSecretSpecTargetCreationPolicy,
  ExternalSecretSpecTargetTemplateEngineVersion,
} from '../../../imports/external-secrets.io.js';
import { formatGoDuration } from '../../formats/go-duration.js';
import { kinds, oneOf, optional, type Shape } from '../../input/shape.js';
import { anyText, duration, objectName } from '../../input/values.js';
import { publishFact } from '../fleet/facts.js';
import { placeInStage } from '../fleet/stage.js';
import { referenceKey, referencesIn, type SecretContent, type SecretText } from './secret-content.js';

/** How the fleet's Secrets get into a cluster. */
export type SecretSource = CredentialsSource | ExternalSecretsSource;

/** `npm run credentials` makes them, in a folder that git ignores, to be applied by hand. For a first try. */
export interface CredentialsSource {
  readonly kind: 'credentials';
}

/** The External Secrets operator fetches them from a store. @see https://external-secrets.io/latest/api/externalsecret/ */
export interface ExternalSecretsSource {
  readonly kind: 'external-secrets';
  /** Name of the store. */
  readonly storeName: string;
  /** Whether the store belongs to a namespace or to the cluster. @default ClusterSecretStore */
  readonly storeKind?: 'SecretStore' | 'ClusterSecretStore';
  /** Prefix of the key under which the store has each credential's properties: `password` and `bcrypt`, or `seed` and `publicKey`. The credential's id is appended. @default - no prefix */
  readonly keyPrefix?: string;
  /** How often the store is polled for changes. @default 1 hour */
  readonly refreshInterval?: Duration;
}

/** What is accepted as a source of Secrets. */
export const SECRET_SOURCE: Shape<SecretSource> = kinds<SecretSource>({
  credentials: {},
  'external-secrets': {
    storeName: objectName,
    storeKind: optional(oneOf('SecretStore', 'ClusterSecretStore')),
    keyPrefix: optional(anyText),
    refreshInterval: optional(duration),
  },
});

/** A Secret that workloads of the same namespace mount, and that is never part of the output. */
export class RequiredSecret extends Construct {
  readonly name: string;

  constructor(
    scope: Construct,
    id: string,
    props: { readonly source: SecretSource; readonly content: SecretContent; readonly cluster: string },
  ) {
    super(scope, id);
    const { source, content, cluster } = props;
    this.name = content.name;
    placeInStage(this, '20-trust');
    if (source.kind === 'credentials') {
      publishFact(this, { kind: 'secret', cluster, content });
      return;
    }
    new ExternalSecret(this, 'Resource', {
      metadata: { name: content.name, namespace: content.namespace },
      spec: {
        refreshInterval: formatGoDuration((source.refreshInterval ?? Duration.hours(1)).toMilliseconds()),
        secretStoreRef: {
          name: source.storeName,
          kind:
            source.storeKind === 'SecretStore'
              ? ExternalSecretSpecSecretStoreRefKind.SECRET_STORE
              : ExternalSecretSpecSecretStoreRefKind.CLUSTER_SECRET_STORE,
        },
        target: {
          name: content.name,
          creationPolicy: ExternalSecretSpecTargetCreationPolicy.OWNER,
          template: {
            engineVersion: ExternalSecretSpecTargetTemplateEngineVersion.V2,
            data: Object.fromEntries(Object.entries(content.data).map(([key, text]) => [key, asTemplate(text)])),
          },
        },
        data: referencesIn(content).map((reference) => ({
          secretKey: referenceKey(reference),
          remoteRef: { key: `${source.keyPrefix ?? ''}${reference.credential.id}`, property: reference.form },
        })),
      },
    });
  }
}

function asTemplate(text: SecretText): string {
  return text.map((part) => (typeof part === 'string' ? part : `{{ .${referenceKey(part)} }}`)).join('');
}
