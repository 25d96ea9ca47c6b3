import { type Container, IntOrString } from '../../../../imports/k8s.js';
import type { ControllerProxy } from './controller-proxy.js';
import { proxyImage } from './images.js';
import { proxyEnvironment } from './proxy-environment.js';
import { resourceRequirements } from './resource-requirements.js';
import type { LinkerdValues } from './values.js';

/** Whether a controller's proxy is one of the pod's init containers. */
export function isNativeSidecar(values: LinkerdValues, { first }: ControllerProxy): boolean {
  return first && values.proxy.nativeSidecar;
}

/** The proxy of a controller's pod. The injector, itself part of the control plane, adds those of all other pods. @see https://linkerd.io/2-edge/reference/architecture/#linkerd2-proxy */
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
