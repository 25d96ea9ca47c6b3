import { series } from '../promql.js';
import type { ObservedMesh } from '../service-series.js';
import type { Dashboard, Panel, Query } from './panel.js';

/** Expiry of every certificate, as stored and as loaded: a renewed Secret does not reload a server. */
export function trustDashboard(mesh: ObservedMesh): Dashboard {
  return {
    uid: `${mesh}-trust`,
    title: `${mesh === 'linkerd' ? 'Linkerd' : 'Istio'}: trust and expiry`,
    description: 'How long certificates are still valid, and whether new ones are signed.',
    rows: [
      {
        title: 'As cert-manager keeps them',
        panels: [
          chart('Time to expiry', 'Of each certificate.', 's', [
            { expr: 'certmanager_certificate_expiration_timestamp_seconds - time()', legend: '{{name}}' },
          ]),
          chart('Time to renewal', 'Below zero if the renewal is late.', 's', [
            { expr: '(certmanager_certificate_renewal_timestamp_seconds > 0) - time()', legend: '{{name}}' },
          ]),
        ],
      },
      { title: 'As they are in use', panels: mesh === 'linkerd' ? linkerdPanels() : istioPanels() },
    ],
  };
}

function linkerdPanels(): Panel[] {
  return [
    chart('Issuer', 'Remaining validity of the issuer that the identity controller has loaded.', 's', [
      { expr: 'issuer_cert_ttl_seconds', legend: '{{pod}}' },
    ]),
    chart('Proxies', 'The ten whose certificates expire first.', 's', [
      {
        expr: 'bottomk(10, control_identity_cert_expiration_timestamp_seconds - time())',
        legend: '{{namespace}}/{{pod}}',
      },
    ]),
    chart('Signed', 'Requests for certificates, by response.', 'cps', [
      {
        expr: `sum by (grpc_code) (rate(${series('grpc_server_handled_total', { grpc_method: 'Certify' })}[$__rate_interval]))`,
        legend: '{{grpc_code}}',
      },
    ]),
  ];
}

function istioPanels(): Panel[] {
  return [
    chart('Roots', 'Remaining validity of the root and the CA that istiod has loaded.', 's', [
      { expr: 'citadel_server_root_cert_expiry_timestamp - time()', legend: 'root, {{pod}}' },
      { expr: 'citadel_server_cert_chain_expiry_timestamp - time()', legend: 'CA, {{pod}}' },
    ]),
    chart('Proxies', 'The ten whose certificates expire first.', 's', [
      {
        expr: `bottomk(10, ${series('istio_agent_cert_expiry_seconds', { resource_name: 'default' })})`,
        legend: '{{namespace}}/{{pod}}',
      },
    ]),
    chart('Signed', 'Certificates that istiod has signed and failed to sign.', 'cps', [
      { expr: 'sum(rate(citadel_server_success_cert_issuance_count[$__rate_interval]))', legend: 'signed' },
      { expr: 'sum(rate(citadel_server_csr_sign_err_count[$__rate_interval]))', legend: 'failed' },
    ]),
  ];
}

function chart(title: string, description: string, unit: Panel['unit'], queries: readonly Query[]): Panel {
  return { kind: 'timeseries', title, description, unit, queries };
}
