import { serverExample } from './nats.js';

/** The settings of hub and leaf in a fleet example. */
export interface LinkExample {
  readonly hubConf?: string;
  readonly leafConf?: string;
  readonly nodePort?: number;
  readonly trafficPolicy?: 'Cluster' | 'Local';
  readonly certificateFor?: string;
  readonly leafImage?: string;
}

/** A hub and a leaf, each in its own cluster, as YAML. */
export function linkExample(example: LinkExample): Readonly<Record<'hub' | 'leaf', string>> {
  const {
    hubConf = '',
    leafConf = '',
    nodePort = 30722,
    trafficPolicy = 'Cluster',
    certificateFor,
    leafImage,
  } = example;
  const listener =
    'leafnodes { port: 7422, tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt, verify: true } }';
  const remotes = leafConf.includes('leafnodes')
    ? leafConf
    : `${leafConf}\nleafnodes { remotes: [ { url: "tls://192.0.2.1:30722", account: APP } ] }`;
  const hub = serverExample(`${hubConf}\n${listener}`, {
    volumes: ['{ name: tls, secret: { secretName: nats-leafnodes-tls } }'],
    mounts: ['{ name: tls, mountPath: /tls }'],
  });
  const service = `---
apiVersion: v1
kind: Service
metadata: { name: nats-leafnodes, namespace: nats-system }
spec:
  type: NodePort
  externalTrafficPolicy: ${trafficPolicy}
  selector: { app: nats }
  ports: [{ port: 7422, nodePort: ${nodePort} }]
`;
  const certificate = `---
apiVersion: cert-manager.io/v1
kind: Certificate
metadata: { name: nats-leafnodes, namespace: nats-system }
spec: { secretName: nats-leafnodes-tls, ${certificateFor ?? ''} }
`;
  return {
    hub: hub + service + (certificateFor === undefined ? '' : certificate),
    leaf: serverExample(remotes, { name: 'leaf', ...(leafImage !== undefined && { image: leafImage }) }),
  };
}
