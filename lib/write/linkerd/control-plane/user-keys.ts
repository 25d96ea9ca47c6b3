/** Mappings of the charts' values whose keys are the user's own, or another API's, though they have defaults. */
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

/** Whether any key may stand in a mapping of the values, and any default be taken away with `null`. */
export function isUserKeyed(path: string, standard: object): boolean {
  return Object.keys(standard).length === 0 || USER_KEYED.has(path);
}
