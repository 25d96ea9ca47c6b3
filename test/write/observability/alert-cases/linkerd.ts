import type { AlertCase } from './alert-case.js';

const controller = (metric: string, component: string, labels = '') =>
  `${metric}{job="linkerd/linkerd-controller",component="${component}"${labels === '' ? '' : `,${labels}`}}`;
const proxy = (metric: string, labels = '') =>
  `${metric}{namespace="shop",pod="basket-0"${labels === '' ? '' : `,${labels}`}}`;
const HTTP = 'srv_name="basket-http",srv_port="8080"';

const down = (alert: string, component: string): AlertCase => ({
  alert,
  outage: { [controller('up', component)]: '1x20 0x60' },
  // One of two is enough.
  calm: { [controller('up', component, 'pod="a"')]: '1x80', [controller('up', component, 'pod="b"')]: '0x80' },
});

export const LINKERD_CASES: readonly AlertCase[] = [
  down('LinkerdIdentityDown', 'identity'),
  down('LinkerdDestinationDown', 'destination'),
  down('LinkerdProxyInjectorDown', 'proxy-injector'),
  {
    alert: 'LinkerdInjectionFailing',
    at: '25m',
    outage: {
      [controller('proxy_inject_admission_requests_total', 'proxy-injector')]: '0+1x120',
      [controller('proxy_inject_admission_responses_total', 'proxy-injector')]: '0+1x10 10x110',
    },
    calm: {
      [controller('proxy_inject_admission_requests_total', 'proxy-injector')]: '0+1x120',
      [controller('proxy_inject_admission_responses_total', 'proxy-injector')]: '0+1x120',
    },
  },
  {
    alert: 'LinkerdIdentityIssuanceFailing',
    outage: {
      [controller('grpc_server_handled_total', 'identity', 'grpc_method="Certify",grpc_code="FailedPrecondition"')]:
        '0+1x80',
    },
    calm: { [controller('grpc_server_handled_total', 'identity', 'grpc_method="Certify",grpc_code="OK"')]: '0+1x80' },
  },
  {
    alert: 'LinkerdIssuerExpiresSoon',
    outage: { [controller('issuer_cert_ttl_seconds', 'identity')]: '15000-15x80' },
    calm: { [controller('issuer_cert_ttl_seconds', 'identity')]: '90000-15x80' },
  },
  {
    alert: 'LinkerdProxyCertificateExpiresSoon',
    outage: { [proxy('control_identity_cert_expiration_timestamp_seconds')]: '17000x80' },
    // Renewed after 17 of 24 hours, when it has 7 left.
    calm: { [proxy('control_identity_cert_expiration_timestamp_seconds')]: '26000x80' },
  },
  {
    alert: 'LinkerdProxyCertificateRejected',
    outage: { [proxy('control_identity_cert_refreshes_total', 'result="error"')]: '0x30 1x50' },
    calm: { [proxy('control_identity_cert_refreshes_total', 'result="ok"')]: '0+1x80' },
  },
  {
    alert: 'LinkerdProxyDown',
    outage: { 'up{job="linkerd/linkerd-proxy",namespace="shop",pod="basket-0"}': '0x80' },
    calm: { 'up{job="linkerd/linkerd-proxy",namespace="shop",pod="basket-0"}': '1x50 0x5 1x30' },
  },
  {
    alert: 'LinkerdTrafficDenied',
    outage: {
      [proxy('inbound_http_authz_deny_total', HTTP)]: '0+1x80',
      [proxy('inbound_tcp_authz_deny_total', 'srv_name="basket-db",srv_port="5432"')]: '0+1x80',
    },
    calm: { [proxy('inbound_http_authz_deny_total', HTTP)]: '7x80' },
    alerts: 2,
  },
  {
    alert: 'LinkerdUnauthenticatedTraffic',
    outage: {
      [proxy('inbound_http_authz_allow_total', `${HTTP},tls="no_identity",authz_name="all-unauthenticated"`)]: '0+1x80',
    },
    calm: {
      [proxy('inbound_http_authz_allow_total', `${HTTP},tls="true",authz_name="basket-http-callers"`)]: '0+1x80',
      [proxy('inbound_http_authz_allow_total', `${HTTP},tls="no_identity",authz_name="probe"`)]: '0+1x80',
      [proxy('inbound_http_authz_allow_total', 'srv_port="4191",tls="no_identity",authz_name="all-unauthenticated"')]:
        '0+1x80',
      [proxy(
        'inbound_tcp_authz_allow_total',
        'srv_port="7422",tls="opaque",authz_name="nats-broker-leafnodes-networks"',
      )]: '0+1x80',
    },
  },
];
