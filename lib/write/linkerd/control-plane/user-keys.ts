/**
 * Mappings of the charts' values whose keys the user chooses, or that another API defines, although they have defaults.
 */
const USER_KEYED = new Set([
  'deploymentStrategy',
  'destinationController.meshedHttp2ClientProtobuf',
  'networkValidator.securityContext',
  'nodeSelector',
  'policyValidator.namespaceSelector',
  'profileValidator.namespaceSelector',
  'proxy.inbound',
  'proxy.outbound',
  'proxy.tracing.labels',
  'proxyInjector.namespaceSelector',
  'proxyInjector.objectSelector',
  'updateStrategy',
]);

/** Whether a mapping of the values may have any key, and `null` removes a default. */
export function isUserKeyed(path: string, standard: object): boolean {
  return Object.keys(standard).length === 0 || USER_KEYED.has(path);
}
