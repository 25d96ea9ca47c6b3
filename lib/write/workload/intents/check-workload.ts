import type { Diagnostic } from '../../../diagnostic.js';
import type { WorkloadContainer } from '../container.js';
import { checkImage } from '../image.js';
import type { Probe } from '../probe.js';
import { checkResources } from '../resources.js';
import type { Workload } from '../workload.js';
import { checkPod } from './check-pod.js';

/** Kubernetes writes names of volumes, ConfigMaps and pods after that of the workload. */
const LONGEST_NAME = 40;

/** What is wrong with a workload taken alone. */
export function checkWorkload(where: string, workload: Workload): Diagnostic[] {
  const { containers, ports = [], versions = [], volumes = {}, proxyResources } = workload;
  return [
    ...checkName(where, workload),
    ...checkPod(where, workload),
    ...repeated(
      `${where}.ports`,
      'port name',
      ports.map(({ name }) => name),
    ),
    ...repeated(
      `${where}.ports`,
      'container port',
      ports.map(({ port }) => String(port)),
    ),
    ...repeated(
      `${where}.ports`,
      'Service port',
      ports.map(({ port, servicePort }) => String(servicePort ?? port)),
    ),
    ...repeated(
      `${where}.containers`,
      'container',
      containers.map(({ name }) => name),
    ),
    ...repeated(
      `${where}.versions`,
      'version',
      versions.map(({ name }) => name),
    ),
    ...containers.flatMap((container, index) => checkContainer(`${where}.containers[${index}]`, container, workload)),
    ...ports.flatMap(({ name, container }, index): Diagnostic[] =>
      container === undefined || containers.some((candidate) => candidate.name === container)
        ? []
        : [
            {
              where: `${where}.ports[${index}].container`,
              got: `'${container}', of which the workload has none`,
              expected: containers.map((candidate) => candidate.name).join(' or '),
              fix: `Name the container that listens on ${name}.`,
            },
          ],
    ),
    ...versions.flatMap(({ image }, index) =>
      image === undefined ? [] : checkImage(`${where}.versions[${index}].image`, image),
    ),
    ...Object.entries(volumes).flatMap(([name, volume]): Diagnostic[] => [
      ...(volume.kind === 'claim' && workload.kind !== 'StatefulSet'
        ? [
            {
              where: `${where}.volumes.${name}`,
              got: 'a claim, in a Deployment, all of whose pods would share one volume',
              expected: 'a claim in a StatefulSet, which gives each pod its own',
              fix: "Set kind to 'StatefulSet', or use a scratch volume.",
            },
          ]
        : []),
      ...(containers.some(({ mounts }) => mounts?.[name] !== undefined)
        ? []
        : [
            {
              where: `${where}.volumes.${name}`,
              got: 'mounted by no container',
              expected: 'a volume that a container mounts',
              fix: 'Mount it, or drop it.',
            },
          ]),
    ]),
    ...(proxyResources === undefined ? [] : checkResources(`${where}.proxyResources`, proxyResources)),
  ];
}

function checkName(where: string, { name, versions = [] }: Workload): Diagnostic[] {
  const longest = Math.max(name.length, ...versions.map((version) => name.length + 1 + version.name.length));
  if (longest <= LONGEST_NAME) return [];
  return [
    {
      where: `${where}.name`,
      got: `'${name}', with its version ${longest} characters`,
      expected: `up to ${LONGEST_NAME} characters, since names of pods and Services are made of it`,
      fix: 'Choose a shorter name.',
    },
  ];
}

function checkContainer(where: string, container: WorkloadContainer, workload: Workload): Diagnostic[] {
  const { image, resources, mounts = {}, probes } = container;
  const { ports = [], volumes = {} } = workload;
  const isFirst = workload.containers[0] === container;
  const listens = ports.some(({ container: owner }) => (owner === undefined ? isFirst : owner === container.name));
  const checks: [string, Probe | undefined][] = [
    ['readiness', probes?.readiness],
    ['liveness', probes?.liveness],
    ['startup', probes?.startup],
  ];
  return [
    ...checkImage(`${where}.image`, image),
    ...checkResources(`${where}.resources`, resources),
    ...Object.keys(mounts)
      .filter((name) => volumes[name] === undefined)
      .map((name) => ({
        where: `${where}.mounts.${name}`,
        got: 'a volume that the workload does not have',
        expected: `one of ${Object.keys(volumes).join(', ') || 'its volumes, of which there are none'}`,
        fix: 'Add the volume to volumes, or drop the mount.',
      })),
    ...(listens && probes === undefined
      ? [
          {
            where: `${where}.probes`,
            got: 'absent, though the container has a port',
            expected: 'readiness and liveness',
            fix: 'State how the kubelet learns that it is ready: callers wait for nothing else.',
          },
        ]
      : []),
    ...checks.flatMap(([kind, probe]) =>
      checkProbe(
        `${where}.probes.${kind}`,
        probe,
        ports.map(({ name }) => name),
      ),
    ),
  ];
}

function checkProbe(where: string, probe: Probe | undefined, ports: readonly string[]): Diagnostic[] {
  if (probe === undefined) return [];
  const { check, period, timeout } = probe;
  return [
    ...(check.kind !== 'exec' && !ports.includes(check.port)
      ? [
          {
            where: `${where}.check.port`,
            got: `'${check.port}', of which the workload has none`,
            expected: ports.join(' or ') || 'a port of the workload, which has none',
            fix: 'Name one of its ports.',
          },
        ]
      : []),
    ...[
      { name: 'period', value: period },
      { name: 'timeout', value: timeout },
    ].flatMap(({ name, value }): Diagnostic[] =>
      value === undefined || value.toMilliseconds() % 1000 === 0
        ? []
        : [
            {
              where: `${where}.${name}`,
              got: `${value.toMilliseconds()} ms`,
              expected: 'whole seconds, which is all that Kubernetes takes',
              fix: 'Round it.',
            },
          ],
    ),
  ];
}

function repeated(where: string, what: string, values: readonly string[]): Diagnostic[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map((value) => ({
    where,
    got: `two of ${what} '${value}'`,
    expected: `each ${what} once`,
    fix: 'Rename or drop one.',
  }));
}
