import { describe, expect, test } from 'vitest';
import { effectsOn, findingsOn, valid } from '../objects.js';

const places = async (...texts: string[]) => (await findingsOn(...texts)).map((line) => line.split(' -> ')[0]);
const deployment = (fields: string) => valid.deployment.replace('  replicas: 2\n', `  ${fields}\n`);
const statefulSet = (fields: string) =>
  valid.statefulSet.replace('  serviceName: db\n', `  serviceName: db\n  ${fields}\n`);
const job = (fields: string, kind = 'Job') =>
  `{ apiVersion: batch/v1, kind: ${kind}, metadata: { name: a }, spec: { ${fields} } }`;
const template = (spec: string) => `template: { spec: { ${spec} containers: [{ name: a, image: a }] } }`;
const strategyOf = (kind: string) => (kind === 'Deployment' ? 'strategy' : 'updateStrategy');
const updating = (kind: string, update: string) =>
  `{ apiVersion: apps/v1, kind: ${kind}, metadata: { name: a }, spec: { selector: { matchLabels: { a: b } }, ${strategyOf(kind)}: { rollingUpdate: { ${update} } }, template: { metadata: { labels: { a: b } }, spec: { containers: [{ name: a, image: a }] } } } }`;

describe('workloads', () => {
  test('fails one without a spec', async () => {
    expect(await places('{ apiVersion: apps/v1, kind: Deployment, metadata: { name: a } }')).toEqual([
      'schema/missing-field spec: nothing',
    ]);
  });

  test('fails a restart policy that the kind does not have', async () => {
    const restarting = valid.deployment.replace('      containers:', '      restartPolicy: Never\n      containers:');
    expect(await findingsOn(restarting)).toEqual([
      'schema/value-not-allowed spec.template.spec.restartPolicy: "Never" -> Always, for a Deployment | Set it to Always.',
    ]);
    expect(await places(job(template('')))).toEqual([
      'schema/value-not-allowed spec.template.spec.restartPolicy: nothing, which means Always',
    ]);
    expect(await places(job(template('restartPolicy: Never,')), job(template('restartPolicy: OnFailure,')))).toEqual(
      [],
    );
  });

  test('fails a rule for failed pods that has no condition, or both', async () => {
    const one = 'onExitCodes: { operator: In, values: [1] }';
    const other = 'onPodConditions: [{ type: DisruptionTarget }]';
    const spec = (rule: string) =>
      `${template('restartPolicy: Never,')}, podFailurePolicy: { rules: [{ action: Ignore${rule} }] }`;
    const sentence = (path: string, got: string) =>
      `schema/value-not-allowed ${path}.podFailurePolicy.rules[0]: a mapping with ${got}`;
    expect(await places(job(spec('')), job(spec(`, ${one}, ${other}`)))).toEqual([
      sentence('spec', 'none of them'),
      sentence('spec', 'onExitCodes and onPodConditions'),
    ]);
    expect(await places(job(`schedule: '@daily', jobTemplate: { spec: { ${spec('')} } }`, 'CronJob'))).toEqual([
      sentence('spec.jobTemplate.spec', 'none of them'),
    ]);
    expect(await places(job(spec(`, ${one}`)), job(spec(`, ${other}`)))).toEqual([]);
  });

  test.each([
    ['replicas: -1', 'spec.replicas: -1'],
    ['minReadySeconds: 600', 'spec.progressDeadlineSeconds: nothing, which means 600'],
    ['{ minReadySeconds: 9, progressDeadlineSeconds: 9 }', 'spec.progressDeadlineSeconds: 9'],
    ['strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }', 'spec.strategy.rollingUpdate: a mapping'],
    [
      "strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } }",
      'spec.strategy.rollingUpdate.maxUnavailable: 0, and maxSurge is 0 too',
    ],
  ])('fails a Deployment with %s', async (fields, found) => {
    expect(await places(deployment(fields.replace(/^\{ (.*), (.*) \}$/, '$1\n  $2')))).toEqual([
      `schema/value-not-allowed ${found}`,
    ]);
  });

  const AMOUNT = 'a number of at least 0, or a percentage such as 25%';
  const SHARE = 'a number of at least 0, or 0% to 100%';

  test.each([
    ['Deployment', 'maxSurge: many', `maxSurge: "many" -> ${AMOUNT}`],
    ['Deployment', 'maxSurge: -1', `maxSurge: -1 -> ${AMOUNT}`],
    ['Deployment', 'maxUnavailable: 101%', `maxUnavailable: "101%" -> ${SHARE}`],
    ['DaemonSet', 'maxSurge: 101%', `maxSurge: "101%" -> ${SHARE}`],
    ['DaemonSet', 'maxUnavailable: -1', `maxUnavailable: -1 -> ${SHARE}`],
    ['DaemonSet', 'maxUnavailable: 0', 'maxUnavailable: 0, and maxSurge is 0 too -> one of the two above 0'],
    ['DaemonSet', 'maxSurge: 1', 'maxSurge: 1, and maxUnavailable is 1 by default -> one of the two to be 0'],
    ['DaemonSet', 'maxSurge: 5%, maxUnavailable: 2', 'maxSurge: 5%, and maxUnavailable is 2 -> one of the two to be 0'],
    ['StatefulSet', 'maxUnavailable: 0', 'maxUnavailable: 0 -> above 0'],
    ['StatefulSet', 'maxUnavailable: one', `maxUnavailable: "one" -> ${SHARE}`],
    ['StatefulSet', 'partition: -1', 'partition: -1 -> at least 0'],
  ])('fails a %s whose update has %s', async (kind, update, found) => {
    expect((await findingsOn(updating(kind, update))).map((line) => line.split(' | ')[0])).toEqual([
      `schema/value-not-allowed spec.${strategyOf(kind)}.rollingUpdate.${found}`,
    ]);
  });

  test.each([
    ['Deployment', 'maxSurge: 200%, maxUnavailable: 0'],
    ['Deployment', 'maxUnavailable: 0'],
    ['DaemonSet', 'maxSurge: 1, maxUnavailable: 0'],
    ['DaemonSet', 'maxSurge: 0%'],
    ['StatefulSet', 'maxUnavailable: 100%, partition: 0'],
  ])('accepts a %s whose update has %s', async (kind, update) => {
    expect(await findingsOn(updating(kind, update))).toEqual([]);
  });

  test('says what follows from an update that can replace no pod', async () => {
    expect(await effectsOn(updating('StatefulSet', 'maxUnavailable: 0%'))).toEqual(['An update can replace no pod.']);
  });

  test('fails a StatefulSet that names a Service which cannot exist, or keeps claims in an unknown way', async () => {
    expect(await findingsOn(valid.statefulSet.replace('serviceName: db', 'serviceName: d.b'))).toEqual([
      'schema/invalid-name spec.serviceName: "d.b" -> at most 63 of a-z, 0-9 and -, with a letter or digit at both ends | Write the name of a Service.',
    ]);
    const retention = 'persistentVolumeClaimRetentionPolicy: { whenDeleted: Keep, whenScaled: Keep }';
    expect(await findingsOn(statefulSet(retention))).toEqual([
      'schema/value-not-allowed spec.persistentVolumeClaimRetentionPolicy.whenDeleted: "Keep" -> one of Delete, Retain | Use one of the allowed values.',
      'schema/value-not-allowed spec.persistentVolumeClaimRetentionPolicy.whenScaled: "Keep" -> one of Delete, Retain | Use one of the allowed values.',
    ]);
  });

  test('may leave an empty text where the API server has a default', async () => {
    const retention = "persistentVolumeClaimRetentionPolicy: { whenDeleted: '', whenScaled: '' }";
    expect(
      await findingsOn(
        deployment("strategy: { type: '', rollingUpdate: { maxSurge: 1 } }"),
        statefulSet(`podManagementPolicy: ''\n  updateStrategy: { type: '' }\n  ${retention}`),
        job(
          `concurrencyPolicy: '', schedule: '@daily', jobTemplate: { spec: { ${template('restartPolicy: Never,')} } }`,
          'CronJob',
        ),
      ),
    ).toEqual([]);
    expect(await places(job(template("restartPolicy: '',")))).toEqual([
      'schema/value-not-allowed spec.template.spec.restartPolicy: nothing, which means Always',
    ]);
  });

  test('says what follows from an update that can change no pod', async () => {
    expect(await effectsOn(deployment('strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0 } }'))).toEqual([
      'An update can neither add nor remove a pod.',
    ]);
  });

  test('fails a StatefulSet that updates on deletion and rolls', async () => {
    expect(await places(statefulSet('updateStrategy: { type: OnDelete, rollingUpdate: { partition: 1 } }'))).toEqual([
      'schema/value-not-allowed spec.updateStrategy.rollingUpdate: a mapping',
    ]);
  });

  test('fails an indexed Job without a number of completions', async () => {
    expect(await places(job(`completionMode: Indexed, ${template('restartPolicy: Never,')}`))).toEqual([
      'schema/missing-field spec.completions: nothing',
    ]);
  });

  test.each([
    ['', 'spec'],
    ['spec: {}', 'spec.accessModes', 'spec.resources.requests.storage'],
    ['spec: { accessModes: [], resources: { requests: { storage: 1Gi } } }', 'spec.accessModes'],
    ['spec: { accessModes: [ReadWriteOnce], resources: {} }', 'spec.resources.requests.storage'],
  ])('fails a claim with %j', async (fields, ...paths) => {
    const claim = `{ apiVersion: v1, kind: PersistentVolumeClaim, metadata: { name: a }, ${fields} }`;
    const missing = (prefix: string) => paths.map((path) => `schema/missing-field ${prefix}${path}: nothing`);
    expect(await places(claim)).toEqual(missing(''));
    const before = valid.statefulSet
      .replace(/ {2}volumeClaimTemplates:[\s\S]*/, '')
      .replace('        volumeMounts', '        #');
    const templates = `${before.replace(/ *volumeMounts.*\n?/, '\n')}\n  volumeClaimTemplates: [{ metadata: { name: data }, ${fields} }]\n`;
    expect(await places(templates)).toEqual(missing('spec.volumeClaimTemplates[0].'));
  });
});

describe('selectors', () => {
  const selecting = (selector: string) =>
    valid.deployment.replace('selector: { matchLabels: { app: web } }', `selector: ${selector}`);

  test('fails a workload that selects nothing', async () => {
    for (const selector of ['{}', '{ matchLabels: {} }', '{ matchLabels: ~, matchExpressions: [] }'])
      expect(await places(selecting(selector))).toEqual(['schema/value-not-allowed spec.selector: an empty selector']);
  });

  test.each([
    ['{ key: app, operator: In, values: [x] }', 'selector-mismatch spec.selector.matchExpressions[0]: app In'],
    ['{ key: app, operator: NotIn, values: [web] }', 'selector-mismatch spec.selector.matchExpressions[0]: app NotIn'],
    ['{ key: tier, operator: Exists }', 'selector-mismatch spec.selector.matchExpressions[0]: tier Exists'],
    ['{ key: app, operator: DoesNotExist }', 'selector-mismatch spec.selector.matchExpressions[0]: app DoesNotExist'],
    ['{ key: app, operator: In }', 'value-not-allowed spec.selector.matchExpressions[0].values: no value'],
    [
      '{ key: app, operator: Exists, values: [a] }',
      'value-not-allowed spec.selector.matchExpressions[0].values: values',
    ],
    ['{ key: app, operator: Like }', 'value-not-allowed spec.selector.matchExpressions[0].operator: "Like"'],
    ['{ key: a b, operator: DoesNotExist }', 'value-not-allowed spec.selector.matchExpressions[0].key: "a b"'],
    [
      '{ key: app, operator: In, values: [web, a b] }',
      'value-not-allowed spec.selector.matchExpressions[0].values[1]: "a b"',
    ],
  ])('fails the expression %s', async (expression, found) => {
    expect(await places(selecting(`{ matchExpressions: [${expression}] }`))).toEqual([`schema/${found}`]);
  });

  test('accepts expressions that the pods meet', async () => {
    const all =
      '[{ key: app, operator: In, values: [web] }, { key: app, operator: Exists }, { key: x, operator: NotIn, values: [y] }, { key: x, operator: DoesNotExist }]';
    expect(await places(selecting(`{ matchExpressions: ${all} }`))).toEqual([]);
  });

  test('fails labels that nothing can have, in budgets and peers too', async () => {
    const budget = `{ apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: { name: a }, spec: { selector: { matchLabels: { app: a b } } } }`;
    const peers = valid.networkPolicy.replace('{ app: client }', '{ "a b": client }');
    expect(await places(budget, peers)).toEqual([
      'schema/value-not-allowed spec.selector.matchLabels.app: "a b"',
      'schema/value-not-allowed spec.ingress[0].from[0].podSelector.matchLabels["a b"]: the key "a b"',
    ]);
  });
});

describe('schedules', () => {
  const cronJob = (schedule: string) =>
    job(
      `schedule: ${JSON.stringify(schedule)}, jobTemplate: { spec: { ${template('restartPolicy: Never,')} } }`,
      'CronJob',
    );

  test.each([
    ['* * * *', 'which has 4 fields'],
    ['0 0 * * * *', 'which has 6 fields'],
    ['60 * * * *', 'whose minute is not 0 to 59'],
    ['* 24 * * *', 'whose hour is not 0 to 23'],
    ['* * 0 * *', 'whose day of the month is not 1 to 31'],
    ['* * * foo *', 'whose month is not 1 to 12'],
    ['* * * * 7', 'whose day of the week is not 0 to 6'],
    ['*/0 * * * *', 'whose minute is not 0 to 59'],
    ['5-1 * * * *', 'whose minute is not 0 to 59'],
    ['@sometimes', 'which is an unknown word'],
  ])('fails %j', async (schedule, reason) => {
    expect(await places(cronJob(schedule))).toEqual([
      `schema/value-not-allowed spec.schedule: ${JSON.stringify(schedule)}, ${reason}`,
    ]);
  });

  test.each([
    '*/5 0-23/2 1,15 JAN-mar Mon-fri',
    '? 0 ? * *',
    '@daily',
    '@every 1h30m',
    'TZ=Etc/UTC 0 0 1 1 0',
    '5/15 * * * *',
  ])('accepts %j', async (schedule) => expect(await places(cronJob(schedule))).toEqual([]));
});
