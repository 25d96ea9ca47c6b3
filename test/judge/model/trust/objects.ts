const doc = (text: string): string => `\n---\n${text}\n`;

/** A Certificate of namespace `linkerd` that is written to the Secret of its name; the rest of its spec is flow YAML. */
export const certificate = (name: string, spec = 'issuerRef: { name: ca }', secret = name, ns = 'linkerd'): string =>
  doc(
    `{ apiVersion: cert-manager.io/v1, kind: Certificate, metadata: { name: ${name}, namespace: ${ns} }, spec: { secretName: ${secret}, ${spec} } }`,
  );

/** An Issuer of namespace `linkerd`. */
export const issuer = (name = 'ca', spec = `ca: { secretName: ${name} }`): string =>
  doc(
    `{ apiVersion: cert-manager.io/v1, kind: Issuer, metadata: { name: ${name}, namespace: linkerd }, spec: { ${spec} } }`,
  );

export const clusterIssuer = (name = 'ca', spec = `ca: { secretName: ${name} }`): string =>
  doc(`{ apiVersion: cert-manager.io/v1, kind: ClusterIssuer, metadata: { name: ${name} }, spec: { ${spec} } }`);

/** A Namespace; `linkerd` and no labels unless said. */
export const namespace = (name = 'linkerd', labels = ''): string =>
  doc(`{ apiVersion: v1, kind: Namespace, metadata: { name: ${name}, labels: { ${labels} } } }`);
