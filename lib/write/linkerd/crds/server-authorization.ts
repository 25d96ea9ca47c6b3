import type { CrdDefinition, OpenApiSchema } from './definition.js';
import { DNS_LABEL_PATTERN, flag, labelSelector, listOf, networks, objectOf, resource } from './fragments.js';

const dnsLabel: OpenApiSchema = { type: 'string', pattern: DNS_LABEL_PATTERN };

const schema = resource(
  objectOf(
    {
      server: {
        ...objectOf({ name: dnsLabel, selector: labelSelector }),
        oneOf: [{ required: ['name'] }, { required: ['selector'] }],
      },
      client: objectOf({
        networks,
        unauthenticated: flag,
        meshTLS: objectOf({
          unauthenticatedTLS: flag,
          identities: listOf({
            type: 'string',
            pattern: '^(\\*|[a-z0-9]([-a-z0-9]*[a-z0-9])?)(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          }),
          serviceAccounts: listOf(objectOf({ name: dnsLabel, namespace: dnsLabel }, ['name'])),
        }),
      }),
    },
    ['server', 'client'],
  ),
);

/** The older kind that states who may call a Server. */
export const serverAuthorization: CrdDefinition = {
  group: 'policy.linkerd.io',
  kind: 'ServerAuthorization',
  plural: 'serverauthorizations',
  singular: 'serverauthorization',
  shortNames: ['saz', 'serverauthz', 'srvauthz'],
  scope: 'Namespaced',
  versions: [
    {
      name: 'v1alpha1',
      storage: false,
      deprecationWarning:
        'policy.linkerd.io/v1alpha1 ServerAuthorization is deprecated; use policy.linkerd.io/v1beta1 ServerAuthorization',
      schema,
    },
    {
      name: 'v1beta1',
      storage: true,
      printerColumns: [{ name: 'Server', type: 'string', jsonPath: '.spec.server.name' }],
      schema,
    },
  ],
};
