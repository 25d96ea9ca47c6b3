import type { Diagnostic } from '../../../diagnostic.js';
import { isKey, isLabelValue } from '../../../formats/name-syntax.js';
import { at, type Place } from '../../../input/place.js';
import { identityOf, type Peer, samePeer } from '../peer.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { Caller } from './caller.js';
import type { Service } from './service.js';

/** Faults in the callers of a service. */
export function checkCallers(place: Place, service: Service, application: Application): Diagnostic[] {
  const callers = service.callers === 'nobody' ? [] : service.callers;
  return [
    ...callers.flatMap((caller, index) => checkCaller(at(place, `callers[${index}]`), caller, service, application)),
    ...checkEndUser(place, service),
    ...checkMetrics(place, service, application),
    ...(service.calls ?? []).flatMap(({ to }, index): Diagnostic[] =>
      application.services.some(({ workload }) => samePeer(workload, to))
        ? [
            {
              ...at(place, `calls[${index}].to`),
              got: `${to.name}, a service of this application`,
              expected: 'a workload outside this application',
              fix: `Name ${service.workload.name} among the callers of ${to.name} instead: its egress follows from that.`,
            },
          ]
        : checkIdentity(at(place, `calls[${index}].to`), to, application),
    ),
  ];
}

function checkCaller(
  place: Place,
  caller: Caller,
  { workload, endUser }: Service,
  application: Application,
): Diagnostic[] {
  const { from, port: name, methods, paths } = caller;
  const port = findPort(workload, name);
  if (port === undefined) {
    const known = (workload.ports ?? []).map((candidate) => candidate.name);
    return [
      {
        ...at(place, 'port'),
        got: `'${name}', but ${workload.name} has no such port`,
        expected: known.join(' or ') || 'a port of the workload, which has none',
        fix: 'Name one of its ports, or add the port to the workload.',
      },
    ];
  }
  const conditions = [methods && 'methods', paths && 'paths', caller.endUser && 'endUser'].filter(
    (condition) => condition !== undefined,
  );
  return [
    ...(conditions.length > 0 && !speaksHttp(port)
      ? [
          {
            ...place,
            got: `limited by ${conditions.join(' and ')}, but port ${name} of ${workload.name} speaks ${port.appProtocol}`,
            expected:
              'a port that speaks HTTP: on any other port no mesh sees requests, and it would refuse everything or ignore the condition',
            fix: `Drop ${conditions.join(' and ')}, or correct the port's appProtocol.`,
          },
        ]
      : []),
    ...(caller.endUser !== undefined && endUser === undefined
      ? [
          {
            ...at(place, 'endUser'),
            got: `'${caller.endUser}', but ${workload.name} has no endUser`,
            expected: 'a service that checks tokens',
            fix: 'Set endUser of the service, or remove it here.',
          },
        ]
      : []),
    ...checkIdentity(at(place, 'from'), from, application),
  ];
}

/** A peer must have its own account, and labels that network policies can select. */
export function checkIdentity(place: Place, peer: Peer, application: Application): Diagnostic[] {
  const { name, namespace, serviceAccount, podLabels } = identityOf(peer);
  const problems: Diagnostic[] = [];
  if (serviceAccount === 'default') {
    problems.push({
      ...at(place, 'serviceAccount'),
      got: `'default', the account of every pod in ${namespace} that names no other`,
      expected: 'an account of its own, the identity that its mTLS proves',
      fix: `Give ${name} an account of its own: policies would admit every such pod.`,
    });
  }
  if (Object.keys(podLabels).length === 0) {
    problems.push({
      ...at(place, 'podLabels'),
      got: 'empty, which selects every pod of the namespace',
      expected: 'the labels of its pods',
      fix: 'Set them: network policies recognize pods only by labels.',
    });
  }
  for (const [key, value] of Object.entries(podLabels)) {
    if (isKey(key) && isLabelValue(value)) continue;
    problems.push({
      ...at(place, 'podLabels'),
      got: `'${key}: ${value}'`,
      expected: 'a valid label: up to 63 letters, digits, dots, dashes and underscores',
      fix: 'Copy the label from the pods.',
    });
  }
  const ours = peer.kind === 'Deployment' || peer.kind === 'StatefulSet';
  if (ours && !application.services.some(({ workload }) => samePeer(workload, peer))) {
    problems.push({
      ...place,
      got: `${namespace}/${name}, which is not a service of application ${application.name}`,
      expected: application.services.map(({ workload }) => workload.name).join(' or '),
      fix: "Add its service to the application, or refer to it as an 'external' workload.",
    });
  }
  return problems;
}

function checkEndUser(place: Place, { workload, endUser, callers, ingress }: Service): Diagnostic[] {
  if (endUser === undefined) return [];
  const checked =
    (ingress ?? []).length > 0 ||
    (callers !== 'nobody' &&
      callers.some(({ port: name, endUser: mode }) => {
        const port = findPort(workload, name);
        return port !== undefined && speaksHttp(port) && mode !== 'exempt';
      }));
  if (checked) return [];
  return [
    {
      ...at(place, 'endUser'),
      got: 'stated, but no caller must send a token',
      expected: 'a caller that is not exempt, on a port that speaks HTTP, or an ingress',
      fix: 'Drop endUser, or the exemptions.',
    },
  ];
}

function checkMetrics(place: Place, { workload, metrics }: Service, { prometheus, name }: Application): Diagnostic[] {
  if (metrics === undefined) return [];
  if (prometheus === undefined) {
    return [
      {
        ...at(place, 'metrics'),
        got: `stated, but application ${name} names no prometheus`,
        expected: 'a Prometheus that reads them',
        fix: 'Set prometheus of the application, or remove metrics.',
      },
    ];
  }
  const port = findPort(workload, metrics.port);
  if (port !== undefined && speaksHttp(port)) return [];
  if (port !== undefined) {
    return [
      {
        ...at(place, 'metrics.port'),
        got: `'${metrics.port}', which speaks ${port.appProtocol}`,
        expected: 'a port that speaks HTTP: Prometheus scrapes over HTTP',
        fix: "Name another port, or correct this one's appProtocol.",
      },
    ];
  }
  return [
    {
      ...at(place, 'metrics.port'),
      got: `'${metrics.port}', but ${workload.name} has no such port`,
      expected:
        (workload.ports ?? []).map((port) => port.name).join(' or ') || 'a port of the workload, which has none',
      fix: 'Name one of its ports.',
    },
  ];
}
