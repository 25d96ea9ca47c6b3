import type { Diagnostic } from '../../../diagnostic.js';
import { identityOf, type Peer, samePeer } from '../peer.js';
import { speaksHttp } from '../port.js';
import { findPort } from '../workload.js';
import type { Application } from './application.js';
import type { Caller } from './caller.js';
import type { Service } from './service.js';

/** What is wrong with who may call a service. */
export function checkCallers(where: string, service: Service, application: Application): Diagnostic[] {
  const callers = service.callers === 'nobody' ? [] : service.callers;
  return [
    ...callers.flatMap((caller, index) => checkCaller(`${where}.callers[${index}]`, caller, service, application)),
    ...checkEndUser(where, service),
    ...checkMetrics(where, service, application),
    ...(service.calls ?? []).flatMap(({ to }, index): Diagnostic[] =>
      application.services.some(({ workload }) => samePeer(workload, to))
        ? [
            {
              where: `${where}.calls[${index}].to`,
              got: `${to.name}, a service of this application`,
              expected: 'a workload that others define',
              fix: `Name ${service.workload.name} among the callers of ${to.name} instead: the way out follows from it.`,
            },
          ]
        : checkIdentity(`${where}.calls[${index}].to`, to, application),
    ),
  ];
}

function checkCaller(
  where: string,
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
        where: `${where}.port`,
        got: `'${name}', of which ${workload.name} has none`,
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
            where: `${where}: ${conditions.join(' and ')}`,
            got: `stated for port ${name} of ${workload.name}, whose appProtocol is ${port.appProtocol}`,
            expected:
              'a port that speaks HTTP: no mesh sees requests on another, and would refuse or ignore the condition',
            fix: `Drop ${conditions.join(' and ')}, or correct the port's appProtocol.`,
          },
        ]
      : []),
    ...(caller.endUser !== undefined && endUser === undefined
      ? [
          {
            where: `${where}.endUser`,
            got: `'${caller.endUser}', while ${workload.name} states no endUser`,
            expected: 'a service that checks tokens',
            fix: 'State endUser of the service, or drop it here.',
          },
        ]
      : []),
    ...checkIdentity(`${where}.from`, from, application),
  ];
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_KEY = /^([a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** A peer must prove who it is by an account of its own, and be one that the network policies can find. */
export function checkIdentity(where: string, peer: Peer, application: Application): Diagnostic[] {
  const { name, namespace, serviceAccount, podLabels } = identityOf(peer);
  const problems: Diagnostic[] = [];
  if (serviceAccount === 'default') {
    problems.push({
      where: `${where}.serviceAccount`,
      got: `'default', the account of every pod of ${namespace} that names none`,
      expected: 'an account of its own, which is the identity that its mTLS proves',
      fix: `Give ${name} an account of its own: policies would admit every such pod.`,
    });
  }
  if (Object.keys(podLabels).length === 0) {
    problems.push({
      where: `${where}.podLabels`,
      got: 'empty, which selects every pod of the namespace',
      expected: 'the labels of its pods',
      fix: 'State them: network policies know pods by nothing else.',
    });
  }
  for (const [key, value] of Object.entries(podLabels)) {
    if (LABEL_KEY.test(key) && LABEL_VALUE.test(value)) continue;
    problems.push({
      where: `${where}.podLabels`,
      got: `'${key}: ${value}'`,
      expected: 'a label as Kubernetes takes it: letters, digits, dots, dashes and underscores, up to 63 of them',
      fix: 'Copy the label from the pods.',
    });
  }
  const ours = peer.kind === 'Deployment' || peer.kind === 'StatefulSet';
  if (ours && !application.services.some(({ workload }) => samePeer(workload, peer))) {
    problems.push({
      where,
      got: `${namespace}/${name}, which is no service of application ${application.name}`,
      expected: application.services.map(({ workload }) => workload.name).join(' or '),
      fix: "Add its service to the application, or refer to it as a 'external' workload.",
    });
  }
  return problems;
}

function checkEndUser(where: string, { workload, endUser, callers, ingress }: Service): Diagnostic[] {
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
      where: `${where}.endUser`,
      got: 'stated, while no caller must show a token',
      expected: 'a caller of a port that speaks HTTP, and that is not exempt, or a way in',
      fix: 'Drop endUser, or the exemptions.',
    },
  ];
}

function checkMetrics(where: string, { workload, metrics }: Service, { prometheus, name }: Application): Diagnostic[] {
  if (metrics === undefined) return [];
  if (prometheus === undefined) {
    return [
      {
        where: `${where}.metrics`,
        got: `stated, while application ${name} names no prometheus`,
        expected: 'somebody who reads them',
        fix: 'State prometheus of the application, or drop metrics.',
      },
    ];
  }
  const port = findPort(workload, metrics.port);
  if (port !== undefined && speaksHttp(port)) return [];
  if (port !== undefined) {
    return [
      {
        where: `${where}.metrics.port`,
        got: `'${metrics.port}', which speaks ${port.appProtocol}`,
        expected: 'a port that speaks HTTP: Prometheus asks by it',
        fix: "Name another port, or correct this one's appProtocol.",
      },
    ];
  }
  return [
    {
      where: `${where}.metrics.port`,
      got: `'${metrics.port}', of which ${workload.name} has none`,
      expected:
        (workload.ports ?? []).map((port) => port.name).join(' or ') || 'a port of the workload, which has none',
      fix: 'Name one of its ports.',
    },
  ];
}
