import { documents, object } from '../../../support/manifests.js';
import type { ChangeExample } from './example.js';

const API = 'monitoring.coreos.com/v1';
const prometheus = (spec: string) => object(API, 'Prometheus', `spec: ${spec}`);
const alertmanager = (spec: string) => object(API, 'Alertmanager', `spec: ${spec}`);

export const PROMETHEUS_OPERATOR_EXAMPLES: readonly ChangeExample[] = [
  {
    id: 'prometheus-operator/blocks-are-compacted',
    concerned: prometheus('{ thanos: { objectStorageConfig: { name: a, key: b } } }'),
    at: ['Prometheus spec.thanos.objectStorageConfig'],
    spared: prometheus('{ thanos: {} }'),
  },
  {
    id: 'prometheus-operator/metadata-is-not-sent',
    concerned: prometheus('{ remoteWrite: [{ url: "http://a" }, { url: "http://b", messageVersion: V2.0 }] }'),
    at: ['Prometheus spec.remoteWrite[1].messageVersion'],
    spared: prometheus('{ remoteWrite: [{ url: "http://a", messageVersion: V1.0 }] }'),
  },
  {
    id: 'prometheus-operator/alertmanager-is-newer',
    concerned: alertmanager('{ replicas: 3 }'),
    at: ['Alertmanager spec.version'],
    spared: documents(
      alertmanager('{ version: v0.28.1 }'),
      alertmanager('{ image: registry.example/alertmanager:v0.28.1 }').replace('name: web', 'name: other'),
    ),
  },
];
