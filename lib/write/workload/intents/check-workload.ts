import type { Diagnostic } from '../../../diagnostic.js';
import { at, type Place, within } from '../../../input/place.js';
import type { WorkloadContainer } from '../container.js';
import { imageFaults } from '../image.js';
import type { Probe } from '../probe.js';
import { resourceFaults } from '../resources.js';
import type { Workload } from '../workload.js';
import { checkPod } from './check-pod.js';

/** Names of volumes, ConfigMaps and pods begin with the name of the workload. */
const LONGEST_NAME = 40;

/** Faults in a workload by itself. */
export function checkWorkload(place: Place, workload: Workload): Diagnostic[] {
  const { containers, ports = [], versions = [], volumes = {}, proxyResources } = workload;
  return [
    ...checkName(place, workload),
    ...checkPod(place, workload),
    ...repeated(
      at(place, 'ports'),
      'port name',
      ports.map(({ name }) => name),
    ),
    ...repeated(
      at(place, 'ports'),
      'container port',
      ports.map(({ port }) => String(port)),
    ),
    ...repeated(
      at(place, 'ports'),
      'Service port',
      ports.map(({ port, servicePort }) => String(servicePort ?? port)),
    ),
    ...repeated(
      at(place, 'containers'),
      'container',
      containers.map(({ name }) => name),
    ),
    ...repeated(
      at(place, 'versions'),
      'version',
      versions.map(({ name }) => name),
    ),
    ...containers.flatMap((container, index) => checkContainer(at(place, `containers[${index}]`), container, workload)),
    ...ports.flatMap(({ name, container }, index): Diagnostic[] =>
      container === undefined || containers.some((candidate) => candidate.name === container)
        ? []
        : [
            {
              ...at(place, `ports[${index}].container`),
              got: `'${container}', which the workload does not have`,
              expected: containers.map((candidate) => candidate.name).join(' or '),
              fix: `Name the container that listens on ${name}.`,
            },
          ],
    ),
    ...versions.flatMap(({ image }, index) =>
      image === undefined ? [] : within(at(place, `versions[${index}].image`), imageFaults(image)),
    ),
    ...Object.entries(volumes).flatMap(([name, volume]): Diagnostic[] => [
      ...(volume.kind === 'claim' && workload.kind !== 'StatefulSet'
        ? [
            {
              ...at(place, `volumes.${name}`),
              got: 'a claim in a Deployment, whose pods would all share one volume',
              expected: 'a StatefulSet, which gives each pod its own volume',
              fix: "Set kind to 'StatefulSet', or use a scratch volume.",
            },
          ]
        : []),
      ...(containers.some(({ mounts }) => mounts?.[name] !== undefined)
        ? []
        : [
            {
              ...at(place, `volumes.${name}`),
              got: 'mounted by no container',
              expected: 'a volume that a container mounts',
              fix: 'Mount it, or remove it.',
            },
          ]),
    ]),
    ...(proxyResources === undefined ? [] : within(at(place, 'proxyResources'), resourceFaults(proxyResources))),
  ];
}

function checkName(place: Place, { name, versions = [] }: Workload): Diagnostic[] {
  const longest = Math.max(name.length, ...versions.map((version) => name.length + 1 + version.name.length));
  if (longest <= LONGEST_NAME) return [];
  return [
    {
      ...at(place, 'name'),
      got: `'${name}', ${longest} characters with its version`,
      expected: `up to ${LONGEST_NAME} characters, since names of pods and Services are derived from it`,
      fix: 'Choose a shorter name.',
    },
  ];
}

function checkContainer(place: Place, container: WorkloadContainer, workload: Workload): Diagnostic[] {
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
    ...within(at(place, 'image'), imageFaults(image)),
    ...within(at(place, 'resources'), resourceFaults(resources)),
    ...Object.keys(mounts)
      .filter((name) => volumes[name] === undefined)
      .map((name) => ({
        ...at(place, `mounts.${name}`),
        got: 'a volume that the workload does not have',
        expected: `one of ${Object.keys(volumes).join(', ') || 'its volumes; it has none'}`,
        fix: 'Add the volume to volumes, or drop the mount.',
      })),
    ...(listens && probes === undefined
      ? [
          {
            ...at(place, 'probes'),
            got: 'absent, but the container has a port',
            expected: 'readiness and liveness',
            fix: 'Set how the kubelet detects that it is ready: otherwise it gets requests before it can answer.',
          },
        ]
      : []),
    ...checks.flatMap(([kind, probe]) =>
      checkProbe(
        at(place, `probes.${kind}`),
        probe,
        ports.map(({ name }) => name),
      ),
    ),
  ];
}

function checkProbe(place: Place, probe: Probe | undefined, ports: readonly string[]): Diagnostic[] {
  if (probe === undefined) return [];
  const { check, period, timeout } = probe;
  return [
    ...(check.kind !== 'exec' && !ports.includes(check.port)
      ? [
          {
            ...at(place, 'check.port'),
            got: `'${check.port}', which the workload does not have`,
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
              ...at(place, name),
              got: `${value.toMilliseconds()} ms`,
              expected: 'whole seconds: Kubernetes accepts no fractions',
              fix: 'Round it.',
            },
          ],
    ),
  ];
}

function repeated(place: Place, what: string, values: readonly string[]): Diagnostic[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) !== index))].map((value) => ({
    ...place,
    got: `${what} '${value}' twice`,
    expected: `each ${what} only once`,
    fix: 'Rename or drop one.',
  }));
}
