import type { Change } from '../change.js';

const CHANGELOG = 'https://github.com/prometheus-operator/prometheus-operator/blob/v0.94.0/CHANGELOG.md';

/** What releases of the Prometheus operator change for objects that their schemas accept. */
export const PROMETHEUS_OPERATOR_CHANGES: readonly Change[] = [
  {
    id: 'prometheus-operator/blocks-are-compacted',
    project: 'prometheus-operator',
    since: '0.93',
    weight: 'behavior',
    kinds: ['monitoring.coreos.com/Prometheus'],
    concerns: (object) => [object.at('spec', 'thanos', 'objectStorageConfig')].filter(({ isSet }) => isSet),
    what: 'Prometheus compacts its blocks although a Thanos sidecar uploads them, from Prometheus 3.9.0 with Thanos 0.41.0 on.',
    effect: 'Thanos 0.41.0 crashes with this; the operator 0.94 asks for Thanos 0.42.0.',
    action: 'Upgrade Thanos to 0.42.0 first.',
    source: CHANGELOG,
  },
  {
    id: 'prometheus-operator/metadata-is-not-sent',
    project: 'prometheus-operator',
    since: '0.93',
    weight: 'behavior',
    kinds: ['monitoring.coreos.com/Prometheus', 'monitoring.coreos.com/PrometheusAgent'],
    concerns: (object) =>
      object.all('spec.remoteWrite[*].messageVersion').filter(({ text }) => text?.toUpperCase() === 'V2.0'),
    what: 'Remote write of message version 2.0 does not send metadata separately.',
    effect: 'A receiver that reads only the separate metadata has none.',
    action: 'Check that the receiver reads the metadata that version 2.0 has in each series.',
    source: CHANGELOG,
  },
  {
    id: 'prometheus-operator/alertmanager-is-newer',
    project: 'prometheus-operator',
    since: '0.94',
    weight: 'behavior',
    kinds: ['monitoring.coreos.com/Alertmanager'],
    concerns: (object) =>
      object.at('spec', 'version').isSet || object.at('spec', 'image').isSet ? [] : [object.at('spec', 'version')],
    what: 'The default Alertmanager is v0.34.0.',
    effect: 'Its pods restart with another release.',
    action: 'Read the notes of that release, or set spec.version to the one that runs.',
    source: CHANGELOG,
  },
];
