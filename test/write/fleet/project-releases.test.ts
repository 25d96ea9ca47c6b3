import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { knownReleases } from '../../../lib/releases/known.js';
import { PROJECTS } from '../../../lib/releases/project.js';
import { Cluster } from '../../../lib/write/fleet/cluster.js';
import type { ClusterProps } from '../../../lib/write/fleet/cluster-props.js';
import { PROJECT_OF_OPTION } from '../../../lib/write/fleet/project-releases.js';
import { props } from './one-cluster.js';

const releasesOf = (changes: Partial<ClusterProps>) => new Cluster('a', { ...props, ...changes }).releases;

/** The doc comment of an option in one of the files of props. */
function comment(file: string, option: string): string {
  const text = readFileSync(join(import.meta.dirname, '../../../lib/write/fleet', file), 'utf8');
  const before = text.slice(0, text.search(new RegExp(`readonly ${option}\\??:`)));
  return before.slice(before.lastIndexOf('/**'));
}

describe('the releases of a cluster', () => {
  test('are those that are stated, and for the others the newest that go together with them', () => {
    expect(releasesOf({ kubernetesVersion: '1.32', releases: { trustManager: '0.22', argoCd: '3.4' } })).toEqual({
      kubernetes: '1.32',
      'cert-manager': '1.20',
      'trust-manager': '0.22',
      'external-secrets': '1.3',
      'prometheus-operator': '0.94',
      'envoy-gateway': '1.8',
      'argo-cd': '3.4',
      flux: '2.7',
      nack: '0.22',
    });
  });

  test('make the default of Envoy Gateway the one that is compiled with the Gateway API of the cluster', () => {
    const mesh = { kind: 'linkerd', version: '2.20', gatewayApi: { release: '1.4.1' } } as const;
    expect(releasesOf({ mesh })['envoy-gateway']).toBe('1.7');
  });

  test('can be stated for every project but those that the cluster states elsewhere', () => {
    expect([...Object.values(PROJECT_OF_OPTION), 'kubernetes', 'gateway-api', 'istio', 'linkerd'].sort()).toEqual(
      Object.keys(PROJECTS).sort(),
    );
  });

  test.each(Object.entries(PROJECT_OF_OPTION))(
    'are named in the comment of %s as far as they are known',
    (option, project) => {
      const known = knownReleases(project);
      expect(comment('project-releases.ts', option)).toContain(`\`${known[0]}\``);
      expect(comment('project-releases.ts', option)).toContain(`\`${known.at(-1)}\``);
      const stated = /@default (\S+) @see/.exec(comment('project-releases.ts', option))?.[1];
      // Without a figure, the default depends on the cluster.
      expect(stated ?? known.at(-1)).toBe(known.at(-1));
    },
  );

  test('are named in the comment of kubernetesVersion', () => {
    const known = knownReleases('kubernetes');
    expect(comment('cluster-props.ts', 'kubernetesVersion')).toContain(`\`${known[0]}\` to \`${known.at(-1)}\``);
  });
});
