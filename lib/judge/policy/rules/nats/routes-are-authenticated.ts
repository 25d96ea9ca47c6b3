import { hasSidecar } from '../../../model/istio/injection.js';
import { isMeshed } from '../../../model/linkerd/injection.js';
import { servedConfsIn } from '../../../model/nats/confs.js';
import { POD_KINDS } from '../../../model/pods/pod.js';
import { serverExample } from '../../examples/nats.js';
import { notKnown } from '../../nats-targets.js';
import { defineRule } from '../../rule.js';

const VERIFYING = ['verify', 'verify_and_map', 'verify_cert_and_check_known_urls'];

export default defineRule({
  id: 'nats/routes-are-authenticated',
  severity: 'error',
  scope: 'object',
  summary: 'The servers of a cluster authenticate each other.',
  rationale:
    'Anyone who connects to the cluster port as a server receives every message of every account. A mesh or a certificate keeps others out.',
  source: 'https://docs.nats.io/running-a-nats-service/configuration/securing_nats/auth_intro/tls_mutual_auth',
  appliesTo: ['ConfigMap'],
  reads: [
    ...POD_KINDS,
    'Namespace',
    'install.istio.io/IstioOperator',
    'sailoperator.io/Istio',
    'sailoperator.io/IstioRevision',
    'security.istio.io/AuthorizationPolicy',
    'security.istio.io/PeerAuthentication',
    'security.istio.io/RequestAuthentication',
  ],
  passes: serverExample(`
cluster { name: hub, port: 6222, tls { cert_file: /tls/tls.crt, key_file: /tls/tls.key, ca_file: /tls/ca.crt, verify: true } }`),
  fails: serverExample(`
cluster { name: hub, port: 6222 }`),
  *about(configMap, cluster) {
    for (const { root, server } of servedConfsIn(configMap, cluster)) {
      const routes = root.at('cluster');
      if (routes.present) yield { routes, pod: server.pod };
      else yield* notKnown(routes);
    }
  },
  *check({ routes, pod }, cluster) {
    if (isMeshed(pod, cluster) || hasSidecar(pod, cluster)) return;
    const tls = routes.at('tls');
    const authorization = routes.at('authorization');
    if (authorization.present || VERIFYING.some((name) => tls.at(name).flag === true)) return;
    const verifying = tls.unknown ? [tls] : VERIFYING.map((name) => tls.at(name));
    if ([authorization, ...verifying].some(({ unknown }) => unknown)) {
      yield* notKnown(authorization, ...verifying);
      return;
    }
    yield (tls.present ? tls.at('verify') : tls).violation({
      expected: 'TLS with verify: true, an authorization block, or a mesh',
      fix: 'Give the servers certificates, or let a mesh authenticate them.',
    });
  },
});
