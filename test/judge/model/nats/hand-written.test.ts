import { describe, expect, test } from 'vitest';
import { evaluateCluster, finishFleet } from '../../../../lib/judge/policy/engine.js';
import { allRules } from '../../../../lib/judge/policy/rules/all.js';
import { objectLabel } from '../../../../lib/manifest/object.js';
import { clusterFrom } from '../../../support/rule-tester.js';

const natsRules = allRules.filter(({ id }) => id.startsWith('nats/'));

/** What the rules find, one line each: cluster, rule, object and what stands there. */
function findings(fleet: Readonly<Record<string, string>>): string[] {
  const clusters = Object.entries(fleet).map(([name, yaml]) => evaluateCluster(natsRules, clusterFrom(yaml, name)));
  const { findings: found, crashes } = finishFleet(natsRules, clusters);
  expect(crashes).toEqual([]);
  return found.map(({ cluster, severity, rule, resource, got }) =>
    [cluster, severity, rule, objectLabel(resource.object), got].join(' | '),
  );
}

/** A broker as one writes it by hand on a first day: one password for all, and a NodePort for leaves and clients. */
const broker = `
apiVersion: v1
kind: ConfigMap
metadata: { name: nats-broker-config, namespace: nats-system }
data:
  nats.conf: |
    port: 4222
    http_port: 8222
    authorization {
      user: natsuser
      password: swordfish
    }
    leafnodes {
      port: 7422
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: nats-broker, namespace: nats-system }
spec:
  replicas: 1
  selector: { matchLabels: { app: nats-broker } }
  template:
    metadata:
      labels: { app: nats-broker }
      annotations: { linkerd.io/inject: enabled }
    spec:
      containers:
        - name: nats
          image: nats:2.10-alpine
          args: ["-c", "/etc/nats/nats.conf"]
          ports: [{ containerPort: 4222 }, { containerPort: 7422 }, { containerPort: 8222 }]
          livenessProbe: { httpGet: { path: /healthz, port: 8222 } }
          resources: { requests: { cpu: 100m, memory: 128Mi }, limits: { cpu: 500m, memory: 512Mi } }
          volumeMounts: [{ name: config, mountPath: /etc/nats }]
      volumes: [{ name: config, configMap: { name: nats-broker-config } }]
---
apiVersion: v1
kind: Service
metadata: { name: nats-broker, namespace: nats-system }
spec:
  type: NodePort
  selector: { app: nats-broker }
  ports:
    - { name: client, port: 4222, nodePort: 30422 }
    - { name: leafnode, port: 7422, nodePort: 30722 }
    - { name: monitoring, port: 8222 }
`;

const leaf = `
apiVersion: v1
kind: ConfigMap
metadata: { name: nats-leaf-config, namespace: nats-system }
data:
  nats.conf: |
    port: 4222
    http_port: 8222
    leafnodes {
      remotes = [
        { url: "nats://natsuser:swordfish@192.0.2.1:30722" }
      ]
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: nats-leaf, namespace: nats-system }
spec:
  replicas: 1
  selector: { matchLabels: { app: nats-leaf } }
  template:
    metadata:
      labels: { app: nats-leaf }
      annotations: { linkerd.io/inject: enabled, config.linkerd.io/opaque-ports: "4222" }
    spec:
      containers:
        - name: nats
          image: nats:2.10-alpine
          args: ["-c", "/etc/nats/nats.conf"]
          volumeMounts: [{ name: config, mountPath: /etc/nats }]
      volumes: [{ name: config, configMap: { name: nats-leaf-config } }]
`;

describe('NATS rules on YAML that was written by hand', () => {
  test('name what is wrong with a broker and a leaf that share one password and no certificate', () => {
    expect(findings({ broker, leaf }).join('\n')).toMatchInlineSnapshot(`
      "broker | error | nats/config-holds-no-password | ConfigMap nats-system/nats-broker-config | authorization.password (line 5): a password in plain text
      broker | warning | nats/leafnode-links-ping-often | ConfigMap nats-system/nats-broker-config | ping_interval: 2m by default
      broker | error | nats/leafnode-listener-requires-authorization | ConfigMap nats-system/nats-broker-config | leafnodes.authorization (line 7): nothing
      broker | error | nats/leafnode-listener-requires-client-certificate | ConfigMap nats-system/nats-broker-config | leafnodes.tls (line 7): nothing
      broker | warning | nats/pod-addresses-are-not-advertised | ConfigMap nats-system/nats-broker-config | leafnodes.no_advertise (line 7): nothing
      broker | warning | nats/server-limits-are-set | ConfigMap nats-system/nats-broker-config | max_connections: nothing
      broker | warning | nats/server-limits-are-set | ConfigMap nats-system/nats-broker-config | max_payload: nothing
      broker | error | nats/server-name-is-set | ConfigMap nats-system/nats-broker-config | server_name: nothing
      broker | error | nats/users-publish-named-subjects | ConfigMap nats-system/nats-broker-config | authorization (line 3): a single user, who may publish to all subjects
      broker | warning | nats/leafnode-link-has-an-alert | Deployment nats-system/nats-broker | no alert on the age of certificates
      broker | warning | nats/leafnode-link-has-an-alert | Deployment nats-system/nats-broker | no alert on the links that are up
      broker | error | nats/ports-are-opaque-in-linkerd | Deployment nats-system/nats-broker | nothing
      broker | error | nats/ports-are-opaque-in-linkerd | Deployment nats-system/nats-broker | nothing
      broker | warning | nats/config-changes-reach-the-server | Deployment nats-system/nats-broker | no reloader, and no checksum in the annotations of the pod
      broker | warning | nats/go-memory-limit-is-set | Deployment nats-system/nats-broker | no GOMEMLIMIT
      broker | error | nats/image-rejects-anonymous-leaves | Deployment nats-system/nats-broker | nats:2.10-alpine
      broker | warning | nats/pre-stop-starts-lame-duck-mode | Deployment nats-system/nats-broker | nothing
      broker | error | nats/termination-outlives-lame-duck | Deployment nats-system/nats-broker | 30 by default
      broker | error | nats/ports-are-opaque-in-linkerd | Service nats-system/nats-broker | nothing
      broker | error | nats/ports-are-opaque-in-linkerd | Service nats-system/nats-broker | nothing
      broker | error | nats/private-ports-are-not-exposed | Service nats-system/nats-broker | the client port 4222, without TLS, on a Service of type NodePort
      broker | error | nats/private-ports-are-not-exposed | Service nats-system/nats-broker | the monitoring port 8222 on a Service of type NodePort
      leaf | error | nats/clients-are-authenticated | ConfigMap nats-system/nats-leaf-config | no users
      leaf | error | nats/config-holds-no-password | ConfigMap nats-system/nats-leaf-config | leafnodes.remotes[0].url (line 5): a URL with a user or password
      leaf | error | nats/leafnode-link-binds-an-account | ConfigMap nats-system/nats-leaf-config | leafnodes.remotes[0].account (line 5): nothing
      leaf | warning | nats/leafnode-links-ping-often | ConfigMap nats-system/nats-leaf-config | ping_interval: 2m by default
      leaf | error | nats/leafnode-remote-uses-tls | ConfigMap nats-system/nats-leaf-config | leafnodes.remotes[0].tls (line 5): nothing
      leaf | error | nats/leafnode-remote-uses-tls | ConfigMap nats-system/nats-leaf-config | leafnodes.remotes[0].url (line 5): nats://
      leaf | warning | nats/server-limits-are-set | ConfigMap nats-system/nats-leaf-config | max_connections: nothing
      leaf | warning | nats/server-limits-are-set | ConfigMap nats-system/nats-leaf-config | max_payload: nothing
      leaf | error | nats/server-name-is-set | ConfigMap nats-system/nats-leaf-config | server_name: nothing
      leaf | warning | nats/leafnode-link-has-an-alert | Deployment nats-system/nats-leaf | no alert on the age of certificates
      leaf | warning | nats/leafnode-link-has-an-alert | Deployment nats-system/nats-leaf | no alert on the links that are up
      leaf | warning | nats/config-changes-reach-the-server | Deployment nats-system/nats-leaf | no reloader, and no checksum in the annotations of the pod
      leaf | warning | nats/pre-stop-starts-lame-duck-mode | Deployment nats-system/nats-leaf | nothing
      leaf | error | nats/termination-outlives-lame-duck | Deployment nats-system/nats-leaf | 30 by default"
    `);
  });
});

/** A broker in the shape that a chart renders: JSON keys, an immediate reloader, a StatefulSet with claims. */
const rendered = `
apiVersion: v1
kind: ConfigMap
metadata: { name: nats-config, namespace: nats }
data:
  nats.conf: |
    {
      "cluster": {
        "name": "nats",
        "no_advertise": true,
        "port": 6222,
        "routes": [
          "nats://nats-0.nats-headless:6222",
          "nats://nats-1.nats-headless:6222",
          "nats://nats-2.nats-headless:6222"
        ]
      },
      "http_port": 8222,
      "jetstream": {
        "max_file_store": 10Gi,
        "max_memory_store": 0,
        "store_dir": "/data"
      },
      "lame_duck_duration": "30s",
      "lame_duck_grace_period": "10s",
      "pid_file": "/var/run/nats/nats.pid",
      "port": 4222,
      "server_name": $SERVER_NAME
    }
---
apiVersion: v1
kind: Service
metadata: { name: nats-headless, namespace: nats }
spec:
  clusterIP: None
  publishNotReadyAddresses: true
  selector: { app.kubernetes.io/name: nats }
  ports: [{ name: nats, port: 4222, targetPort: nats, appProtocol: tcp }]
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: { name: nats, namespace: nats }
spec: { maxUnavailable: 1, selector: { matchLabels: { app.kubernetes.io/name: nats } } }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: nats, namespace: nats }
spec:
  podManagementPolicy: Parallel
  replicas: 3
  serviceName: nats-headless
  selector: { matchLabels: { app.kubernetes.io/name: nats } }
  template:
    metadata: { labels: { app.kubernetes.io/name: nats } }
    spec:
      shareProcessNamespace: true
      terminationGracePeriodSeconds: 60
      containers:
        - name: nats
          image: nats:2.14.2-alpine
          args: [--config, /etc/nats-config/nats.conf]
          env:
            - { name: POD_NAME, valueFrom: { fieldRef: { fieldPath: metadata.name } } }
            - { name: SERVER_NAME, value: $(POD_NAME) }
          lifecycle: { preStop: { exec: { command: [nats-server, "-sl=ldm=/var/run/nats/nats.pid"] } } }
          livenessProbe: { httpGet: { path: /healthz?js-enabled-only=true, port: monitor } }
          ports: [{ name: nats, containerPort: 4222 }, { name: cluster, containerPort: 6222 }, { name: monitor, containerPort: 8222 }]
          volumeMounts: [{ name: config, mountPath: /etc/nats-config }, { name: pid, mountPath: /var/run/nats }, { name: nats-js, mountPath: /data }]
        - name: reloader
          image: natsio/nats-server-config-reloader:0.23.0
          args: [-pid, /var/run/nats/nats.pid, -config, /etc/nats-config/nats.conf]
          volumeMounts: [{ name: config, mountPath: /etc/nats-config }, { name: pid, mountPath: /var/run/nats }]
      volumes: [{ name: config, configMap: { name: nats-config } }, { name: pid, emptyDir: {} }]
  volumeClaimTemplates:
    - metadata: { name: nats-js }
      spec: { accessModes: [ReadWriteOnce], resources: { requests: { storage: 10Gi } } }
`;

describe('NATS rules on what a chart renders', () => {
  test('name what its defaults leave open', () => {
    expect(findings({ hub: rendered }).join('\n')).toMatchInlineSnapshot(`
      "hub | error | nats/clients-are-authenticated | ConfigMap nats/nats-config | no users
      hub | error | nats/jetstream-store-fits-its-volume | ConfigMap nats/nats-config | jetstream.max_file_store (line 14): 10Gi
      hub | error | nats/routes-are-authenticated | ConfigMap nats/nats-config | cluster.tls (line 2): nothing
      hub | warning | nats/server-limits-are-set | ConfigMap nats/nats-config | max_connections: nothing
      hub | warning | nats/server-limits-are-set | ConfigMap nats/nats-config | max_payload: nothing
      hub | error | nats/jetstream-servers-are-spread | StatefulSet nats/nats | no constraint that must be met"
    `);
  });
});
