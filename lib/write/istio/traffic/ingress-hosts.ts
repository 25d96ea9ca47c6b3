import type { Gateway } from '../../workload/gateway.js';
import type { Application } from '../../workload/intents/application.js';
import type { IngressCertificate } from '../../workload/intents/ingress.js';
import { samePeer } from '../../workload/peer.js';
import { isNonEmpty, type NonEmpty } from '../policy/non-empty.js';

/** A host that a gateway answers for an application. */
export interface IngressHost {
  readonly host: string;
  /** Namespaces of the services that answer, sorted. */
  readonly namespaces: NonEmpty<string>;
  readonly certificate: IngressCertificate;
}

/** The hosts that a gateway answers for an application, each once, by name. */
export function ingressHosts({ services }: Application, gateway: Gateway): readonly IngressHost[] {
  const entries = services.flatMap(({ workload, ingress }) =>
    (ingress ?? [])
      .filter((entry) => samePeer(entry.gateway, gateway))
      .flatMap(({ hosts, certificate }) => hosts.map((host) => ({ host, certificate, namespace: workload.namespace }))),
  );
  const names = [...new Set(entries.map(({ host }) => host))].sort();
  return names.flatMap((host): IngressHost[] => {
    const own = entries.filter((entry) => entry.host === host);
    const namespaces = [...new Set(own.map(({ namespace }) => namespace))].sort();
    const certificate = own[0]?.certificate;
    return certificate !== undefined && isNonEmpty(namespaces) ? [{ host, namespaces, certificate }] : [];
  });
}

/** Whether the host is proven over plain HTTP, for which the redirect to HTTPS has to stand back. */
export function provenByHttp({ certificate }: IngressHost): boolean {
  return certificate.kind === 'acme' && certificate.challenge.kind === 'http-01';
}

/** A host as a Gateway names it: with the namespaces whose VirtualServices may answer for it. */
export function serverHosts({ host, namespaces }: IngressHost): NonEmpty<string> {
  const [first, ...rest] = namespaces;
  return [`${first}/${host}`, ...rest.map((namespace) => `${namespace}/${host}`)];
}
