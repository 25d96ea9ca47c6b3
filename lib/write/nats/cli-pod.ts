import type { Container, EnvVar, PodTemplateSpec, Volume, VolumeMount } from '../../../imports/k8s.js';
import { meshedPod } from '../linkerd/proxy-annotations.js';
import { MESSAGING_BUNDLE, TRUST_BUNDLE_KEY } from '../trust/names.js';
import { imageReference } from '../workload/image.js';
import { containerResources, type Resources } from '../workload/resources.js';
import { restrictedContainer, restrictedPod } from '../workload/security.js';
import { clientSecretName, type NatsClient } from './client.js';
import { TRUST_DIRECTORY } from './paths.js';
import { clientUrl, type NatsServerSettings, podLabels } from './server-settings.js';

export interface CliPodProps {
  readonly server: NatsServerSettings;
  readonly client: NatsClient;
  readonly command: readonly string[];
  readonly resources: Resources;
  readonly probes?: Pick<Container, 'livenessProbe' | 'readinessProbe'>;
  readonly volumes?: readonly Volume[];
  readonly volumeMounts?: readonly VolumeMount[];
  readonly restartPolicy?: 'OnFailure';
}

const USER_ID = 1000;

/** Empty folder for the command's saved settings: everything that it needs is in its environment. */
const NO_SETTINGS = '/var/empty';

/** A pod that runs the `nats` command as one of the server's clients. */
export function cliPod(props: CliPodProps): PodTemplateSpec {
  const { server, client } = props;
  const { workload } = client;
  const volumeMounts = [
    ...(props.volumeMounts ?? []),
    ...(server.clientTls ? [{ name: 'trust', mountPath: TRUST_DIRECTORY, readOnly: true }] : []),
  ];
  const volumes = [
    ...(props.volumes ?? []),
    ...(server.clientTls ? [{ name: 'trust', configMap: { name: MESSAGING_BUNDLE } }] : []),
  ];
  return {
    metadata: {
      labels: { ...podLabels(workload), 'app.kubernetes.io/name': workload },
      ...(server.cluster.linkerd !== undefined && { annotations: meshedPod(server.cluster.linkerd) }),
    },
    spec: {
      serviceAccountName: workload,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(USER_ID),
      ...(props.restartPolicy !== undefined && { restartPolicy: props.restartPolicy }),
      containers: [
        {
          name: 'nats',
          image: imageReference(server.images.cli),
          command: [...props.command],
          env: environment(props),
          resources: containerResources(props.resources),
          securityContext: restrictedContainer(),
          ...props.probes,
          ...(volumeMounts.length > 0 && { volumeMounts }),
        },
      ],
      ...(volumes.length > 0 && { volumes }),
    },
  };
}

function environment({ server, client }: CliPodProps): EnvVar[] {
  return [
    // Without it the command looks up the home of its user, and exits if the image does not have that user.
    { name: 'XDG_CONFIG_HOME', value: NO_SETTINGS },
    { name: 'NATS_URL', value: clientUrl(server) },
    { name: 'NATS_USER', value: client.user },
    {
      name: 'NATS_PASSWORD',
      valueFrom: { secretKeyRef: { name: clientSecretName(client.workload), key: 'password' } },
    },
    ...(server.clientTls ? [{ name: 'NATS_CA', value: `${TRUST_DIRECTORY}/${TRUST_BUNDLE_KEY}` }] : []),
  ];
}
