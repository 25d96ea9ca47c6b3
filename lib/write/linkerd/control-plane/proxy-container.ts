import { type Container, IntOrString } from '../../../../imports/k8s.js';
import { proxyImage } from './images.js';
import { proxyEnvironment } from './proxy-environment.js';
import { resourceRequirements } from './resource-requirements.js';
import type { LinkerdValues, ResourceValues } from './values.js';

/** How the proxy beside one controller differs from the next. */
export interface ControllerProxy {
  /** Ports of the pod's containers: the proxy asks for the policy of these. */
  readonly inboundPorts: readonly number[];
  /** Ports on which clients without TLS are turned away. */
  readonly requireTls: readonly number[];
  /** Whether the proxy starts before the controllers of the pod, as a native sidecar or by holding them up. */
  readonly first: boolean;
  /** Services that the proxy finds in its own pod. */
  readonly serves: 'identity' | 'destination' | undefined;
  readonly resources: ResourceValues;
  /** Worker threads, in place of the mesh's own figure. */
  readonly cores: number | null;
}

/** Whether a controller's proxy is one of the pod's init containers. */
export function isNativeSidecar(values: LinkerdValues, { first }: ControllerProxy): boolean {
  return first && values.proxy.nativeSidecar;
}

/** The proxy beside a controller. The injector, itself a part of the control plane, adds those of all other pods. @see https://linkerd.io/2-edge/reference/architecture/#linkerd2-proxy */
export function proxyContainer(values: LinkerdValues, controller: ControllerProxy): Container {
  const { proxy } = values;
  const native = isNativeSidecar(values, controller);
  const awaited = controller.first && proxy.await;
  const probe = (path: string) => ({ httpGet: { path, port: IntOrString.fromNumber(proxy.ports.admin) } });
  return {
    name: 'linkerd-proxy',
    ...proxyImage(values),
    ...(native && { restartPolicy: 'Always' }),
    env: proxyEnvironment(values, controller),
    ports: [
      { name: 'linkerd-proxy', containerPort: proxy.ports.inbound },
      { name: 'linkerd-admin', containerPort: proxy.ports.admin },
    ],
    livenessProbe: { ...probe('/live'), ...proxy.livenessProbe },
    readinessProbe: { ...probe('/ready'), ...proxy.readinessProbe },
    ...(native && awaited && { startupProbe: { ...probe('/ready'), ...proxy.startupProbe } }),
    ...(!native &&
      awaited && {
        lifecycle: {
          postStart: {
            exec: { command: ['/usr/lib/linkerd/linkerd-await', '--timeout=2m', `--port=${proxy.ports.admin}`] },
          },
        },
      }),
    resources: resourceRequirements(controller.resources),
    securityContext: Object.keys(proxy.securityContext).length > 0 ? proxy.securityContext : hardened(values),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'linkerd-identity-end-entity', mountPath: '/var/run/linkerd/identity/end-entity' },
      ...(proxy.tracing.enabled ? [{ name: 'linkerd-podinfo', mountPath: '/var/run/linkerd/podinfo' }] : []),
      ...(values.identity.serviceAccountTokenProjection
        ? [{ name: 'linkerd-identity-token', mountPath: '/var/run/secrets/tokens' }]
        : []),
      ...(proxy.saMountPath ? [{ ...proxy.saMountPath }] : []),
    ],
  };
}

function hardened({ proxy: { uid, gid } }: LinkerdValues) {
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: uid,
    ...(gid >= 0 && { runAsGroup: gid }),
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
