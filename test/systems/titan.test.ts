import { describe, expect, test } from 'vitest';
import { parseConf } from '../../lib/formats/nats-conf/parse.js';
import { isConfList, isConfMap } from '../../lib/formats/nats-conf/value.js';
import { covers } from '../../lib/formats/nats-subject.js';
import { evaluateCluster } from '../../lib/judge/policy/engine.js';
import clientsHaveNatsUsers from '../../lib/judge/policy/rules/nats/clients-have-nats-users.js';
import usersHaveClients from '../../lib/judge/policy/rules/nats/users-are-in-use.js';
import { parseManifests } from '../../lib/manifest/load.js';
import type { Json, ManifestObject } from '../../lib/manifest/object.js';
import { type TitanOptions, titan } from '../../systems/titan.js';
import { SHIPPED_ROOT } from '../fixtures/roots.js';
import { at, filesOf, find, objectsOf } from '../support/synth.js';

const system = (options: Partial<TitanOptions> = {}) => titan({ roots: [SHIPPED_ROOT], ...options });
const primary = objectsOf(system(), 'primary');
const secondary = objectsOf(system(), 'secondary');
const REGIONS = [
  ['primary', primary, 'nats-broker'],
  ['secondary', secondary, 'nats-leaf'],
] as const;

function listAt(object: Json, path: string): readonly Json[] {
  const found = at(object, path);
  return Array.isArray(found) ? found : [];
}

function names(items: readonly Json[]): Json[] {
  return items.map((item) => at(item, 'name') ?? null);
}

function pod(objects: readonly ManifestObject[], name: string): Json {
  return at(find(objects, 'Deployment', name), 'spec.template.spec') ?? null;
}

/** Users of a region's servers, by name, with the subjects of one direction. */
function permissions(objects: readonly ManifestObject[], server: string, direction: 'publish' | 'subscribe') {
  const text = at(find(objects, 'ConfigMap', `${server}-config`), 'data')?.valueOf();
  const conf = typeof text === 'object' && text !== null ? Object.values(text).map(String).join('\n') : '';
  const { accounts } = parseConf(conf, { where: server }).value;
  const app = isConfMap(accounts) && isConfMap(accounts['APP']) ? accounts['APP'] : {};
  const users = isConfList(app['users']) ? app['users'].filter(isConfMap) : [];
  return new Map(
    users.map((user) => {
      const given = isConfMap(user['permissions']) ? user['permissions'][direction] : undefined;
      const allow = isConfMap(given) && isConfList(given['allow']) ? given['allow'].map(String) : [];
      return [typeof user['user'] === 'string' ? user['user'] : 'leaf', allow] as const;
    }),
  );
}

describe('titan', () => {
  test('runs the services of the seed except the deprecated engine, and in the second region only the engine', () => {
    const deployments = (objects: readonly ManifestObject[]) =>
      objects
        .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.namespace === 'titan')
        .map(({ metadata }) => metadata.name)
        .sort();
    expect(deployments(primary)).toEqual(['ai-quant', 'brain', 'console', 'execution']);
    expect(deployments(secondary)).toEqual(['execution']);
    expect(at(pod(primary, 'execution'), 'containers[0].image')).toBe('titan/execution-rs:1.0.0');
  });

  test.each(REGIONS)('keeps both ends of the socket in one pod of the %s, on a folder in memory', (_, objects) => {
    const spec = pod(objects, 'execution');
    const containers = listAt(spec, 'containers');
    expect(names(containers)).toEqual(['execution', 'hunter', 'sentinel', 'scavenger']);
    expect(listAt(spec, 'volumes')).toContainEqual({ name: 'ipc', emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } });
    for (const container of containers) {
      expect(listAt(container, 'volumeMounts')).toContainEqual({ name: 'ipc', mountPath: '/run/titan' });
      expect(listAt(container, 'env')).toContainEqual({ name: 'IPC_SOCKET', value: '/run/titan/execution.sock' });
      expect(listAt(container, 'env')).toContainEqual({
        name: 'IPC_HMAC_KEY',
        valueFrom: { secretKeyRef: { name: 'titan-ipc', key: 'key' } },
      });
    }
    // One group owns the socket.
    expect(at(spec, 'securityContext.fsGroup')).toBe(at(spec, 'securityContext.runAsGroup'));
  });

  test.each(REGIONS)('tells none but the engine of the %s the password of its NATS user', (_, objects) => {
    const knowing = listAt(pod(objects, 'execution'), 'containers').filter((container) =>
      names(listAt(container, 'env')).includes('NATS_PASSWORD'),
    );
    expect(names(knowing)).toEqual(['execution']);
  });

  test('gives each region a key for the socket of its own, and keeps none in the output', () => {
    const files = filesOf(system({ secrets: { kind: 'external-secrets', storeName: 'vault' } }));
    const keys = [...files.values()].flatMap((text) => text.match(/key: \w+\/ipc$/gm) ?? []);
    expect(keys).toEqual(['key: primary/ipc', 'key: secondary/ipc']);
    for (const [, objects] of REGIONS) expect(objects.filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });

  test('lets the outside reach the console, and by certificate and key the leaf', () => {
    const gateways = primary.filter(({ kind }) => kind === 'Gateway');
    expect(gateways).toHaveLength(1);
    const routes = primary.filter(
      (object) => object.kind === 'HTTPRoute' && at(object, 'spec.parentRefs[0].kind') === 'Gateway',
    );
    const backends = routes.flatMap((route) =>
      listAt(route, 'spec.rules').flatMap((rule) => names(listAt(rule, 'backendRefs'))),
    );
    expect(backends).toEqual(['console']);
    const exposed = [...primary, ...secondary].filter(
      (object) => object.kind === 'Service' && (at(object, 'spec.type') ?? 'ClusterIP') !== 'ClusterIP',
    );
    expect(exposed.map(({ metadata }) => metadata.name)).toEqual(['nats-broker-leafnodes']);
  });

  test('limits what a storm of requests brings to each pod', () => {
    const limits = primary
      .filter(({ kind }) => kind === 'HTTPLocalRateLimitPolicy')
      .map((policy) => [at(policy, 'spec.targetRef.name'), at(policy, 'spec.total.requestsPerSecond')]);
    expect(limits).toEqual([
      ['brain-api', 100],
      ['console-api', 200],
      ['execution-api', 200],
    ]);
  });

  test('limits what a storm of messages brings to each stream, and keeps reports for a week', () => {
    const job = primary.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('nats-streams-'));
    const data = job === undefined ? {} : at(job, 'data');
    const texts = Object.entries(typeof data === 'object' && data !== null ? data : {});
    const configs = texts
      .filter(([file]) => file.endsWith('.stream.json'))
      .map(([, text]) => JSON.parse(String(text)))
      .map(({ name, discard, max_msgs, max_age }) => [name, discard, max_msgs, max_age / 1e9]);
    expect(configs.sort()).toEqual([
      ['COMMANDS_PRIMARY', 'new', 3000, 30],
      ['COMMANDS_SECONDARY', 'new', 3000, 30],
      ['REPORTS', 'old', -1, 604_800],
      ['SIGNALS', 'new', 6000, 60],
    ]);
    const execution = texts.find(([file]) => file === 'COMMANDS_PRIMARY.execution.consumer.json')?.[1];
    expect(JSON.parse(String(execution))).toMatchObject({ max_ack_pending: 100, max_deliver: 3, ack_wait: 5e9 });
  });

  test('breaks the circuit in front of the engine', () => {
    expect(find(primary, 'Service', 'execution').metadata.annotations).toMatchObject({
      'balancer.linkerd.io/failure-accrual': 'consecutive',
      'balancer.linkerd.io/failure-accrual-consecutive-max-failures': '5',
      'balancer.linkerd.io/failure-accrual-consecutive-min-penalty': '10s',
    });
  });

  test.each(REGIONS)(
    'speaks TLS to the servers of the %s, and knows them by the roots of the fleet',
    (_, objects, server) => {
      const conf = JSON.stringify(find(objects, 'ConfigMap', `${server}-config`));
      expect(conf).toMatch(/\\ntls \{\\n\s+cert_file/);
      const clients = objects.filter(
        (object) => object.kind === 'Deployment' && JSON.stringify(object).includes('NATS_URL'),
      );
      expect(clients.length).toBeGreaterThan(0);
      for (const { metadata } of clients) {
        const container = at(pod(objects, metadata.name), 'containers[0]') ?? null;
        expect(listAt(container, 'env')).toContainEqual({
          name: 'NATS_URL',
          value: `tls://${server}.nats-system.svc.cluster.local:4222`,
        });
        expect(listAt(container, 'env')).toContainEqual({ name: 'NATS_CA', value: '/etc/nats-trust/ca-bundle.crt' });
        expect(listAt(container, 'volumeMounts')).toContainEqual({
          name: 'nats-trust',
          mountPath: '/etc/nats-trust',
          readOnly: true,
        });
      }
      expect(at(find(objects, 'Bundle', 'nats-messaging-trust-roots'), 'spec.target.namespaceSelector')).toEqual({
        matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['nats-system', 'titan'] }],
      });
      expect(listAt(find(objects, 'Certificate', `${server}-tls`), 'spec.usages')).toContain('server auth');
    },
  );

  test.each(REGIONS)(
    'lets no user of the %s publish to everything, nor hear the answers of another',
    (_, objects, server) => {
      const heard = permissions(objects, server, 'subscribe');
      for (const [user, subjects] of permissions(objects, server, 'publish')) {
        expect(subjects, user).not.toEqual([]);
        for (const subject of subjects)
          expect(covers(subject, 'titan.commands.other'), `${user} ${subject}`).toBe(false);
      }
      for (const [user, subjects] of heard) {
        // What leaves may hear of answers are those to their own users.
        for (const other of [...heard.keys()].filter((name) => name !== 'leaf')) {
          const hears = subjects.some((subject) => covers(subject.split(' ')[0] ?? '', `_INBOX.${other}.answer`));
          expect(hears, `${user} hears answers to ${other}`).toBe(user === other);
        }
      }
    },
  );

  test('grants the same with one server in each region as with three', () => {
    const alone = system({ servers: 1 });
    for (const [cluster, objects, server] of REGIONS) {
      for (const direction of ['publish', 'subscribe'] as const) {
        expect(permissions(objectsOf(alone, cluster), server, direction)).toEqual(
          permissions(objects, server, direction),
        );
      }
    }
  });

  test.each(REGIONS)(
    'maps each account that the %s admits to NATS to a user, and each user to an account',
    (name, objects, server) => {
      const admitted = listAt(find(objects, 'MeshTLSAuthentication', `${server}-client-callers`), 'spec.identityRefs');
      const users = [...permissions(objects, server, 'publish').keys()].filter((user) => user !== 'leaf');
      expect(admitted).toHaveLength(users.length);
      const judged = (from: string, to: string) => {
        const resources = [...filesOf(system())]
          .filter(([path]) => path.startsWith(`titan/${name}/`) && path.endsWith('.yaml'))
          .flatMap(([path, text]) => parseManifests(text.replaceAll(from, to), path).resources);
        const rules = [clientsHaveNatsUsers, usersHaveClients];
        return evaluateCluster(rules, { name, resources }).findings.map(({ rule }) => rule);
      };
      expect(judged('x', 'x')).toEqual([]);
      const value = `value: execution-${name}`;
      expect(new Set(judged(value, 'value: unknown'))).toEqual(
        new Set(['nats/clients-have-nats-users', 'nats/users-are-in-use']),
      );
    },
  );

  test('lets the link carry commands down, reports up, what acknowledges them, and nothing else', () => {
    expect(permissions(primary, 'nats-broker', 'publish').get('leaf')).toEqual([
      'titan.reports.secondary',
      '$JS.primary.API.CONSUMER.CREATE.COMMANDS_SECONDARY',
      '$JS.FC.COMMANDS_SECONDARY.*.*',
    ]);
    expect(permissions(primary, 'nats-broker', 'subscribe').get('leaf')).toEqual([
      '_INBOX.execution-secondary.>',
      '$JSC.R.*',
      '$JS.M.*',
    ]);
  });
});
