import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type PruneOptions, registerPrune, runPrune } from '../../lib/cli/prune.js';
import { configMap, object, TestRepository } from '../support/repository.js';

let repository: TestRepository;

beforeEach(() => {
  repository = new TestRepository();
});

afterEach(() => repository.remove());

function prune(target: string, options: Partial<PruneOptions> = {}) {
  const printed = { out: '', err: '' };
  const code = runPrune(
    target,
    { output: repository.dist, ...options },
    {
      out: (text) => {
        printed.out += text;
      },
      err: (text) => {
        printed.err += text.replaceAll(repository.dist, 'dist');
      },
    },
  );
  return { code, ...printed };
}

/** What the script deletes, in order, and what it keeps. */
function commands(target: string, options: Partial<PruneOptions> = {}) {
  const { out, err, code } = prune(target, options);
  expect([code, err]).toEqual([0, '']);
  const lines = out.split('\n');
  return {
    deleted: lines.filter((line) => line.startsWith('prune ')).map((line) => line.slice('prune '.length)),
    kept: lines.filter((line) => line.startsWith('# kept')).map((line) => line.slice('# kept '.length)),
  };
}

const deployment = object('apps/v1', 'Deployment', 'cart', 'shop');
const server = object('policy.linkerd.io/v1beta3', 'Server', 'cart', 'shop');
const policy = object('policy.linkerd.io/v1alpha1', 'AuthorizationPolicy', 'cart', 'shop');

describe('what is gone', () => {
  test('is deleted in the reverse of the order of application; what stays, is new or has moved is not', () => {
    repository.write('east', {
      '40-policy/cart': [policy, server],
      '50-messaging/cart': [configMap('moved'), configMap('kept')],
      '60-workloads/cart': [deployment, configMap('a'), configMap('b')],
    });
    repository.commit();
    repository.write('east', { '60-workloads/other': [configMap('moved'), configMap('kept'), configMap('new')] });
    expect(commands('shop/east').deleted).toEqual([
      'Deployment.apps cart --namespace=shop --cascade=foreground',
      'ConfigMap b --namespace=shop',
      'ConfigMap a --namespace=shop',
      'Server.policy.linkerd.io cart --namespace=shop',
      'AuthorizationPolicy.policy.linkerd.io cart --namespace=shop',
    ]);
  });

  test('is found in every revision, on merged branches too, and as the newest one had it', () => {
    repository.write('east', { '60-workloads/cart': [configMap('first'), configMap('kept')] }).commit();
    repository.git('checkout', '--quiet', '-b', 'side');
    repository.write('east', { '60-workloads/cart': [configMap('side'), configMap('kept')] }).commit();
    repository.git('checkout', '--quiet', 'main');
    repository.write('east', { '40-policy/cart': [configMap('second')], '60-workloads/cart': [configMap('kept')] });
    repository.commit();
    repository.git('merge', '--quiet', '--strategy=ours', 'side');
    repository.write('east', { '70-traffic/cart': [configMap('second'), configMap('kept')] }).commit();
    repository.write('east', { '60-workloads/cart': [configMap('kept')] }).commit();
    // `second` was in stage 70 at last, so that it goes before the others.
    expect(commands('shop/east').deleted).toEqual([
      'ConfigMap second --namespace=shop',
      'ConfigMap side --namespace=shop',
      'ConfigMap first --namespace=shop',
    ]);
  });

  test('is compared with a revision and those after it where one is given', () => {
    repository.write('east', { '60-workloads/cart': [configMap('first'), configMap('kept')] }).commit();
    const since = repository.write('east', { '60-workloads/cart': [configMap('second'), configMap('kept')] }).commit();
    repository.write('east', { '60-workloads/cart': [configMap('third'), configMap('kept')] }).commit();
    repository.write('east', { '60-workloads/cart': [configMap('kept')] });
    const names = (options: Partial<PruneOptions>) =>
      commands('shop/east', options).deleted.map((line) => line.split(' ')[1]);
    expect(names({ since })).toEqual(['third', 'second']);
    expect(names({ since: 'HEAD' })).toEqual(['third']);
    expect(names({})).toEqual(['third', 'second', 'first']);
  });

  test('differs by kind and group', () => {
    repository
      .write('east', { '60-workloads/cart': [deployment, object('x.example/v1', 'Server', 'a', 'shop')] })
      .commit();
    const statefulSet = object('apps/v1', 'StatefulSet', 'cart', 'shop');
    repository.write('east', { '60-workloads/cart': [statefulSet, object('y.example/v1', 'Server', 'a', 'shop')] });
    expect(commands('shop/east').deleted).toEqual([
      'Deployment.apps cart --namespace=shop --cascade=foreground',
      'Server.x.example a --namespace=shop',
    ]);
  });

  test('is nothing where an inventory names what its file never held', () => {
    repository.write('east', { '60-workloads/cart': [configMap('kept')] });
    writeFileSync(
      join(repository.dist, 'shop/east/inventory.tsv'),
      '60-workloads/cart.k8s.yaml\tv1\tConfigMap\tshop\tkept\n60-workloads/cart.k8s.yaml\tv1\tConfigMap\tkube-system\tnot-ours\nx\n',
    );
    const revision = repository.commit();
    const { out, err } = prune('shop/east');
    expect(out).toContain('# shop/east: nothing is gone\n');
    expect(err).toBe(`note: dist/shop/east/inventory.tsv in ${revision}: 1 line that no run writes is ignored.\n`);
  });

  test('is told of each cluster of a fleet, under its own context', () => {
    for (const cluster of ['east', 'west'])
      repository.write(cluster, { '60-workloads/cart': [configMap(`old-${cluster}`), configMap('kept')] });
    repository.write('east', { '60-workloads/cart': [configMap('theirs')] }, 'other').commit();
    for (const cluster of ['east', 'west']) repository.write(cluster, { '60-workloads/cart': [configMap('kept')] });
    const { out } = prune('shop');
    expect(out.slice(out.indexOf('\n# shop/east'))).toBe(
      [
        '',
        '# shop/east: 1 to delete',
        'context=east fleet=shop',
        'prune ConfigMap old-east --namespace=shop',
        '',
        '# shop/west: 1 to delete',
        'context=west fleet=shop',
        'prune ConfigMap old-west --namespace=shop',
        '',
      ].join('\n'),
    );
    expect(prune('shop/west', { context: 'my west' }).out).toContain("context='my west' fleet=shop\n");
  });
});

describe('what is kept', () => {
  const store = {
    ...object('apps/v1', 'StatefulSet', 'store', 'shop'),
    spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
  };

  test('holds data, or everything below it; the flag names it', () => {
    repository.write('east', {
      '00-namespaces/shop': [object('v1', 'Namespace', 'shop')],
      '10-crds/shop': [object('apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'servers.policy.linkerd.io')],
      '40-policy/cart': [server],
      '50-messaging/store': [store],
    });
    repository.commit();
    repository.write('east', { '60-workloads/cart': [configMap('new')] });
    const crd = 'CustomResourceDefinition.apiextensions.k8s.io servers.policy.linkerd.io';
    expect(commands('shop/east')).toEqual({
      deleted: ['Server.policy.linkerd.io cart --namespace=shop'],
      kept: [
        'without --include claims: prune StatefulSet.apps store --namespace=shop --cascade=foreground',
        `without --include crds: prune ${crd}`,
        'without --include namespaces: prune Namespace shop',
      ],
    });
    expect(commands('shop/east', { include: 'namespaces,claims,crds' })).toEqual({
      deleted: [
        'StatefulSet.apps store --namespace=shop --cascade=foreground',
        'Server.policy.linkerd.io cart --namespace=shop',
        crd,
        'Namespace shop',
      ],
      kept: [],
    });
  });

  test('is all of a cluster, or a fleet, that is gone as a whole', () => {
    repository.write('east', { '60-workloads/cart': [configMap('a')] });
    repository.write('west', { '60-workloads/cart': [configMap('b')] }).commit();
    repository.write('west');
    expect(commands('shop/west')).toEqual({
      deleted: [],
      kept: ['without --include clusters: prune ConfigMap b --namespace=shop'],
    });
    repository.write('east');
    expect(commands('shop').kept).toHaveLength(2);
    expect(prune('shop').out).toContain('# The whole cluster is gone from the output.');
    expect(commands('shop', { include: 'clusters' }).deleted).toEqual([
      'ConfigMap a --namespace=shop',
      'ConfigMap b --namespace=shop',
    ]);
  });
});

test('a shallow clone says what is not known, in the script and beside it', () => {
  repository.write('east', { '60-workloads/cart': [configMap('a')] }).commit();
  repository.write('east', { '60-workloads/cart': [configMap('b')] }).commit();
  const folder = mkdtempSync(join(tmpdir(), 'shallow-'));
  try {
    repository.git('clone', '--quiet', '--depth=1', `file://${repository.folder}`, join(folder, 'clone'));
    const output = join(folder, 'clone/dist');
    const note = `the clone is shallow, so objects that ${output} had only in missing revisions are not known; \`git fetch --unshallow\` gets these.`;
    const { out, err, code } = prune('shop/east', { output });
    expect(code).toBe(0);
    expect(err).toBe(`note: ${note}\n`);
    expect(out).toContain(`# ${note}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe('refusals print no script', () => {
  const refused = (target: string, options: Partial<PruneOptions> = {}) => {
    const { code, out, err } = prune(target, options);
    expect([code, out]).toEqual([2, '']);
    return err;
  };

  beforeEach(() => {
    repository.write('east', { '60-workloads/cart': [configMap('a')] });
    repository.write('west', { '60-workloads/cart': [configMap('a')] }).commit();
  });

  test('a fleet or cluster that never was', () => {
    expect(refused('shop/esat')).toBe(
      "The target is 'shop/esat', which dist never had, expected a fleet, or <fleet>/<cluster>. Did you mean shop/east?\n",
    );
    expect(refused('elsewhere')).toBe(
      "The target is 'elsewhere', which dist never had, expected a fleet, or <fleet>/<cluster>. Name one of the fleets: shop.\n",
    );
    expect(refused('elsewhere', { since: 'HEAD' })).toBe(
      "The target is 'elsewhere', which dist has not had since HEAD, expected a fleet, or <fleet>/<cluster>. Name one of the fleets: shop.\n",
    );
    expect(refused('*/east')).toContain("The target is '*/east'");
    expect(refused('shop/east/60-workloads')).toContain('Did you mean shop/east?');
    expect(refused('dist/shop/east')).toContain('Did you mean shop/east?');
  });

  test('one context for two clusters', () => {
    expect(refused('shop', { context: 'mine' })).toBe(
      "--context is 'mine' for the 2 clusters of shop, expected one cluster with it. Name the cluster too, as in shop/east.\n",
    );
  });

  test('kinds that nothing is known of', () => {
    expect(refused('shop', { include: 'crd,secrets' })).toBe(
      "--include is 'crd', expected namespaces, crds, claims, clusters. Did you mean crds?\n" +
        "--include is 'secrets', expected namespaces, crds, claims, clusters. Name some of these, with commas between them.\n",
    );
  });

  test('a revision that is unknown', () => {
    expect(refused('shop', { since: 'mian' })).toBe(
      "The revision is 'mian', which git does not know, expected a commit, branch or tag of the repository around dist. Did you mean main?\n",
    );
  });

  test('an output that is not there, as everything would seem to be gone', () => {
    rmSync(repository.dist, { recursive: true });
    expect(refused('shop')).toBe(
      'dist is not there, expected the folder that synth writes, because what it contains is not deleted. Run `npm run synth`, or name the folder with --output.\n',
    );
  });

  test('a file that cannot be read, as what stands in it would seem to be gone', () => {
    writeFileSync(join(repository.dist, 'shop/east/60-workloads/cart.k8s.yaml'), '<<<<<<< HEAD\na: b: c\n');
    expect(refused('shop/east')).toMatch(
      /^dist\/shop\/east\/60-workloads\/cart\.k8s\.yaml is not usable: it is not valid YAML: .*, expected what synth writes, because what it contains is not deleted\. Run `npm run synth`\.\n$/,
    );
  });

  test('an output in no git repository', () => {
    rmSync(join(repository.folder, '.git'), { recursive: true });
    expect(refused('shop')).toBe(
      'dist is refused by git (not a git repository (or any of the parent directories): .git), expected a folder in the work tree of a git repository. Keep the output in a git repository.\n',
    );
  });
});

test('the command line takes all options and refuses others', async () => {
  const codes: number[] = [];
  const program = new Command().exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
  const written: string[] = [];
  const output = { out: (text: string) => written.push(text), err: (text: string) => written.push(text) };
  registerPrune(program, output, (code) => codes.push(code));
  for (const command of program.commands) command.exitOverride().configureOutput({ writeErr: () => {} });
  const words = ['prune', 'shop', '--since', 'x', '--context', 'c', '--include', 'crds', '--output', '/nowhere/dist'];
  await program.parseAsync(['node', 'meshwright', ...words]);
  expect(codes).toEqual([2]);
  expect(written.join('')).toMatch(/^\/nowhere\/dist is not there/);
  await expect(program.parseAsync(['node', 'meshwright', 'prune', 'shop', '--sinc', 'x'])).rejects.toThrow('--since');
  await expect(program.parseAsync(['node', 'meshwright', 'prune'])).rejects.toThrow(
    "missing required argument 'target'",
  );
});
