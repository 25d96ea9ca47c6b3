import { hasSidecar } from '../../../model/istio/injection.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { defineConfRule } from '../../nats-conf-rule.js';

export default defineConfRule({
  id: 'nats/routes-are-authenticated',
  severity: 'error',
  summary: 'The servers of a cluster verify each other.',
  rationale:
    'Whoever connects to the cluster port as a server receives every message of every account. A mesh or a certificate keeps others out.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/tls_mutual_auth',
  passes: `
cluster { name: hub, port: 6222, tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt, verify: true } }`,
  fails: `
cluster { name: hub, port: 6222 }`,
  *check({ root }, { pod }, cluster) {
    const routes = root.at('cluster');
    if (!routes.present || isMeshed(pod, cluster) || hasSidecar(pod, cluster)) return;
    const tls = routes.at('tls');
    if (!routes.at('authorization').absent || tls.unknown) return;
    if (['verify', 'verify_and_map', 'verify_cert_and_check_known_urls'].some((name) => tls.at(name).flag === true))
      return;
    yield {
      node: tls.present ? tls.at('verify') : tls,
      expected: 'TLS with verify: true, an authorization block, or a mesh',
      fix: 'Give the servers certificates, or let a mesh authenticate them.',
    };
  },
});
