import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place } from '../../../input/place.js';
import type { LinkerdValues } from './values.js';

export function checkProxy(place: Place, values: LinkerdValues): Diagnostic[] {
  const { controller, proxy, proxyInit } = values;
  const { collector, enabled } = proxy.tracing;
  const problems: Diagnostic[] = [];
  if (proxy.nativeSidecar && proxy.waitBeforeExitSeconds > 0) {
    problems.push({
      ...at(place, 'proxy.waitBeforeExitSeconds'),
      got: `${proxy.waitBeforeExitSeconds} with native sidecars`,
      expected: '0',
      fix: 'Remove it: a native sidecar ends after the containers of its pod, and release 2.19 would refuse to inject.',
    });
  }
  if (proxyInit.closeWaitTimeoutSecs > 0 && !proxyInit.runAsRoot) {
    problems.push({
      ...at(place, 'proxyInit.closeWaitTimeoutSecs'),
      got: `${proxyInit.closeWaitTimeoutSecs} without runAsRoot`,
      expected: '0, or proxyInit.runAsRoot',
      fix: 'Also set proxyInit.runAsRoot: only root may change the kernel parameter.',
    });
  }
  if (values.cniEnabled && proxyInit.closeWaitTimeoutSecs > 0) {
    problems.push({
      ...at(place, 'proxyInit.closeWaitTimeoutSecs'),
      got: `${proxyInit.closeWaitTimeoutSecs} in a cluster with linkerd-cni`,
      expected: '0',
      fix: 'Remove it: there is no init container to change the kernel parameter.',
    });
  }
  const missing = [
    ...(enabled && collector.endpoint === '' ? ['endpoint'] : []),
    ...(enabled && collector.meshIdentity.serviceAccountName === '' ? ['meshIdentity.serviceAccountName'] : []),
    ...(enabled && collector.meshIdentity.namespace === '' ? ['meshIdentity.namespace'] : []),
  ];
  for (const field of missing) {
    problems.push({
      ...at(place, `proxy.tracing.collector.${field}`),
      got: 'empty',
      expected: 'the collector that receives traces',
      fix: 'Set it, or disable proxy.tracing.',
    });
  }
  if (controller.tracing.enabled && controller.tracing.collector.endpoint === '' && collector.endpoint === '') {
    problems.push({
      ...at(place, 'controller.tracing.collector.endpoint'),
      got: 'empty',
      expected: 'the collector that receives traces',
      fix: 'Set it here or at proxy.tracing.collector.endpoint.',
    });
  }
  return problems;
}
