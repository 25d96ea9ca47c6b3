import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../../lib/judge/policy/rule.js';
import portsAreNotSkipped from '../../../../lib/judge/policy/rules/linkerd/ports-are-not-skipped.js';
import ownUserAndPorts from '../../../../lib/judge/policy/rules/linkerd/proxy-has-its-own-user-and-ports.js';
import addedCapabilities from '../../../../lib/judge/policy/rules/pod/added-capabilities-are-default.js';
import readiness from '../../../../lib/judge/policy/rules/pod/readiness-probe-is-present.js';
import resources from '../../../../lib/judge/policy/rules/pod/resources-are-set.js';
import readOnlyRoot from '../../../../lib/judge/policy/rules/pod/root-filesystem-is-read-only.js';
import { findingsOf } from '../../../support/rule-tester.js';

const LINKERD = 'linkerd.io/proxy-version: edge-26.6.1';
const ISTIO = `sidecar.istio.io/status: '{"initContainers":["istio-init"],"containers":["istio-proxy"]}'`;

interface Injected {
  readonly mark?: string;
  readonly name?: string;
  readonly image?: string;
  readonly list?: 'containers' | 'initContainers';
  readonly labels?: string;
  readonly more?: string;
  readonly beside?: string;
}

const pod = ({
  mark = LINKERD,
  name = 'linkerd-init',
  image,
  list,
  labels = '{}',
  more = '',
  beside = '',
}: Injected) => `
apiVersion: v1
kind: Pod
metadata:
  name: web
  namespace: apps
  labels: ${labels}
  annotations: { ${mark} }
spec:
  ${list === 'containers' ? '' : 'containers: [{ name: web, image: example.org/web:1.4.2, ports: [{ containerPort: 8080 }] }]'}
  ${list ?? 'initContainers'}:
    - name: ${name}
      image: ${image ?? 'cr.l5d.io/linkerd/proxy-init:v2.4.3'}
      securityContext: { capabilities: { add: [NET_ADMIN, NET_RAW] } ${more} }
      ${beside}
`;

const added = (given: Injected) => findingsOf(addedCapabilities, pod(given)).length;

describe('containers that an injector wrote', () => {
  test.each([
    [LINKERD, 'linkerd-init', 'cr.l5d.io/linkerd/proxy-init:v2.4.3'],
    [LINKERD, 'linkerd-network-validator', 'cr.l5d.io/linkerd/proxy:edge-26.6.1'],
    [LINKERD, 'linkerd-proxy', 'mirror.example.org:5000/l5d/proxy:edge-26.6.1'],
    [ISTIO, 'istio-init', 'docker.io/istio/proxyv2:1.31.0'],
    [ISTIO, 'istio-validation', 'gcr.io/istio-release/proxyv2:1.31.0-distroless'],
    [ISTIO, 'istio-proxy', 'docker.io/istio/proxyv2@sha256:0011'],
  ])('are not judged as the author\'s own with the mark "%s": %s', (mark, name, image) => {
    for (const list of ['containers', 'initContainers'] as const) {
      expect(added({ mark, name, image, list })).toBe(0);
      expect(added({ mark: 'example.org/team: web', name, image, list })).toBe(2);
    }
  });

  test.each([
    ['whose image is another program', { image: 'example.org/web:1.4.2' }],
    ['whose image belongs to another container of the injector', { image: 'cr.l5d.io/linkerd/proxy:edge-26.6.1' }],
    ['that another mesh would have written', { mark: ISTIO }],
    ['with a name that no injector gives', { name: 'constructor' }],
    ['that are privileged', { more: ', privileged: true' }],
    ['with a port of the host', { beside: 'ports: [{ containerPort: 4190, hostPort: 4190 }]' }],
    ['with a command of their own', { beside: 'command: [sh]' }],
    ['of the control plane', { labels: '{ linkerd.io/control-plane-component: web }', name: 'linkerd-proxy-init' }],
  ])('do not include those %s', (_, given) => {
    expect(added(given)).toBe(2);
  });

  test('do not include those with a capability that no injector asks for', () => {
    const text = pod({}).replace('NET_RAW', 'SYS_ADMIN');
    expect(findingsOf(addedCapabilities, text)).toHaveLength(2);
  });

  test.each<[string, Rule]>([
    ['resources', resources],
    ['a readiness probe', readiness],
    ['a read-only root file system', readOnlyRoot],
  ])('leave the containers beside them to be asked for %s', (_, rule) => {
    const paths = findingsOf(rule, pod({})).map(({ path }) => path);
    expect(paths).not.toEqual([]);
    expect(paths.filter((path) => !path.startsWith('spec.containers[0]'))).toEqual([]);
  });
});

const meshed = (args: string, annotations = '') => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: apps, annotations: { ${LINKERD} ${annotations} } }
spec:
  containers:
    - { name: web, image: example.org/web:1.4.2, ports: [{ containerPort: 8080 }] }
    - { name: linkerd-proxy, image: 'cr.l5d.io/linkerd/proxy:edge-26.6.1', ports: [{ containerPort: 4143 }, { containerPort: 4191 }] }
  initContainers:
    - { name: linkerd-init, image: 'cr.l5d.io/linkerd/proxy-init:v2.4.3', args: [${args}] }
`;

describe('pods that show what Linkerd made of them', () => {
  const usual = `--incoming-proxy-port, '4143', --inbound-ports-to-ignore, '4190,4191,4567', --outbound-ports-to-ignore, '4567,4568'`;

  test('are in order as the injector writes them', () => {
    expect(findingsOf(portsAreNotSkipped, meshed(usual))).toEqual([]);
    expect(findingsOf(ownUserAndPorts, meshed(usual))).toEqual([]);
  });

  test('fail where linkerd-init skips a port of the application', () => {
    const found = findingsOf(portsAreNotSkipped, meshed(`--inbound-ports-to-ignore, '4190,8000-8100'`));
    expect(found.map(({ path, got }) => [path, got])).toEqual([
      ['spec.initContainers[0].args[1]', '4190,8000-8100, which includes container port 8080'],
    ]);
  });

  test('have one finding where the annotation says the same', () => {
    const text = meshed(`--inbound-ports-to-ignore, '8080'`, ', config.linkerd.io/skip-inbound-ports: "8080"');
    expect(findingsOf(portsAreNotSkipped, text).map(({ path }) => path)).toEqual([
      'metadata.annotations["config.linkerd.io/skip-inbound-ports"]',
    ]);
  });
});
