import { describe, expect, test } from 'vitest';
import { identityKey, type ManifestObject } from '../../lib/manifest/object.js';
import type { Application } from '../../lib/write/workload/intents/application.js';
import { resolve } from '../../lib/write/workload/intents/resolve.js';
import type { Service } from '../../lib/write/workload/intents/service.js';
import { identityOf } from '../../lib/write/workload/peer.js';
import { speaksHttp } from '../../lib/write/workload/port.js';
import { admissionsOf, indexOf, istioAdmits, KUBELET, linkerdAdmits, type Questions } from '../support/admissions.js';
import { changed, intentChanges, NEWCOMER, together } from '../support/intent-changes.js';
import { objectsWith, shippedApplications } from '../support/shipped-applications.js';
import { comeAndGone, statesBetween } from '../support/states.js';

/** Who calls a service: its callers before and after, an unknown client and the kubelet. */
function questionsOf(...services: readonly Service[]): Questions {
  const callers = services.flatMap((service) => (service.callers === 'nobody' ? [] : service.callers));
  const accounts = callers.map(({ from }) => identityOf(from)).map((one) => `${one.namespace}/${one.serviceAccount}`);
  const paths = callers.flatMap((caller) => caller.paths ?? ['/*']).map((path) => path.replace(/\*$/, 'x'));
  const workloads = services.flatMap(({ workload }) =>
    ['', ...(workload.versions ?? []).map(({ name }) => `-${name}`)].map((end) => ({
      ...workload,
      name: `${workload.name}${end}`,
    })),
  );
  return {
    callers: [
      ...new Set([...accounts, `${NEWCOMER.namespace}/${NEWCOMER.serviceAccount}`, 'default/default', KUBELET]),
    ],
    methods: [...new Set([...callers.flatMap(({ methods }) => methods ?? []), 'GET', 'TRACE'])],
    paths: [...new Set([...paths, '/v1/users/new', '/ready'])],
    ports: Object.fromEntries(
      workloads.map(({ name, ports = [] }) => [
        name,
        Object.fromEntries(ports.map((port) => [port.port, speaksHttp(port) ? ('http' as const) : ('tcp' as const)])),
      ]),
    ),
  };
}

const serviceOf = <T extends Service>({ services }: { readonly services: readonly T[] }, name: string) =>
  services.filter(({ workload }) => workload.name === name);

/** What a client may ask of a service: each port, and each method and path that is stated on it. */
function subjectsOf(application: Application, name: string): string {
  const subjects = serviceOf(resolve(application), name).flatMap((service) =>
    service.reachablePorts.flatMap(({ port, accesses }) => [
      port.name,
      ...accesses.flatMap(({ methods = ['ANY'], paths = ['/*'] }) =>
        methods.flatMap((method) => paths.map((path) => `${port.name} ${method} ${path}`)),
      ),
    ]),
  );
  return [...new Set(subjects)].sort().join('\n');
}

/** Whether an object is named after a service. */
const isNamedAfter = (service: string, name: string) => name === service || name.startsWith(`${service}-`);

const isPolicy = ({ apiVersion, kind }: ManifestObject) =>
  /^(policy\.linkerd\.io|security\.istio\.io)\//.test(apiVersion) || ['Deployment', 'StatefulSet'].includes(kind);

describe.each(shippedApplications().map((shipped) => [shipped.place, shipped] as const))('%s', (_, shipped) => {
  const { application } = shipped;
  const single = intentChanges(application);
  const pairs = single.flatMap((first, index) => {
    const next = single.slice(index + 1).filter(({ service }) => service === first.service)[2];
    return next === undefined || index % 2 === 1 ? [] : [together(first, next)];
  });
  const objectsOf = (whole: Application, service: string) =>
    objectsWith(shipped, whole, (component) => component === service || component.startsWith('namespace-'));
  const asTheyAre = new Map(
    application.services.map(({ workload }) => [workload.name, objectsOf(application, workload.name)]),
  );

  const made = new Map(single.map((change) => [change, objectsOf(changed(application, change), change.service)]));

  test('is changed in ways that make sense', () => {
    const sensible = single.filter((change) => made.get(change) !== undefined);
    expect(sensible.length / Math.max(single.length, 1)).toBeGreaterThan(0.5);
  });

  test.each([...single, ...pairs].map((change) => [change.name, change] as const))('%s', (_name, change) => {
    const whole = changed(application, change);
    const before = asTheyAre.get(change.service);
    const after = made.has(change) ? made.get(change) : objectsOf(whole, change.service);
    if (before === undefined || after === undefined) return;

    // No object is renamed: those that come or go are named after the service, and none does where the same is stated as before.
    const moved = comeAndGone(before, after);
    const own = [...before, ...after].filter(({ metadata }) => isNamedAfter(change.service, metadata.name));
    expect(moved.filter((key) => !own.map(identityKey).includes(key))).toEqual([]);
    if (subjectsOf(application, change.service) === subjectsOf(whole, change.service)) expect(moved).toEqual([]);

    // And at each moment everybody is admitted as before or as after.
    const { namespace } = serviceOf(application, change.service)[0]?.workload ?? { namespace: '' };
    const questions = questionsOf(...serviceOf(application, change.service), ...serviceOf(whole, change.service));
    const admits = shipped.cluster.istio === undefined ? linkerdAdmits : istioAdmits;
    const relations = [...statesBetween(before.filter(isPolicy), after.filter(isPolicy))].map(
      (objects) => new Set(admissionsOf(indexOf(objects), admits, namespace, questions)),
    );
    const [old = new Set<string>(), now = new Set<string>()] = [relations[0], relations.at(-1)];
    for (const relation of relations) {
      expect([...relation].filter((admitted) => !old.has(admitted) && !now.has(admitted))).toEqual([]);
      expect([...old].filter((admitted) => now.has(admitted) && !relation.has(admitted))).toEqual([]);
    }
  });
});
