import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { MAX_FILE_BYTES, MAX_STREAM_BYTES } from '../../lib/manifest/load-files.js';
import { SHOP_CLUSTER } from '../fixtures/live-shop.js';

/** More than a file may have. */
const LONG_COMMENT = `#${'x'.repeat(MAX_FILE_BYTES)}`;

/** Objects as an API server returns them, and after them a chart with its notes, as in `kubectl get -o yaml; helm install --dry-run`. */
const stream = `${LONG_COMMENT}
${SHOP_CLUSTER}---
# Source: shop/templates/settings.yaml
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: shop
data: { a: b }
typo: {}
NOTES:
1. Open the shop:
  echo "http: //shop"
`;

describe('check -', () => {
  const run = (input: string) =>
    spawnSync(process.execPath, ['--import', 'tsx', 'lib/cli/meshwright.ts', 'check', '-', '--format', 'json'], {
      input,
      encoding: 'utf8',
    });
  const { status, stdout, stderr } = run(stream);
  const report = JSON.parse(stdout);
  const found: readonly string[] = report.findings.map(
    ({ rule, object }: { rule: string; object: { kind: string; name: string } }) =>
      `${rule} ${object.kind} ${object.name}`,
  );

  test('judges what users wrote, and counts what they did not write', () => {
    expect(stderr).toBe('');
    expect(report.summary).toMatchObject({ files: 1, objects: 7, clusters: 1 });
    expect(found).toContain('pod/runs-as-non-root Deployment cart');
    expect(found).toContain('pod/runs-as-non-root Pod console');
    expect(found.filter((line) => /ReplicaSet|Pod cart-|ClusterRole|Event|Endpoint|Secret/.test(line))).toEqual([]);
    expect(report.notes.map(({ kind }: { kind: string }) => kind)).toEqual([
      'printed-text',
      'judged-by-owner',
      'made-by-cluster',
    ]);
  });

  test('judges the rest of a stream with text in it, names the text, and ends with 2', () => {
    expect(found.filter((line) => line.endsWith('ConfigMap settings'))).toEqual([
      'schema/unknown-field ConfigMap settings',
    ]);
    const line = stream.split('\n').indexOf('NOTES:') + 1;
    expect(report.faults).toEqual([
      `-:${line} is not YAML but the notes of a chart, which helm prints after 'NOTES:'. Pipe \`helm template\` or \`helm get manifest\`, which print none.`,
    ]);
    expect(status).toBe(2);
  });

  test('reads more than a file may have, but no more than a stream', () => {
    const exceeds = run(' '.repeat(MAX_STREAM_BYTES + 1));
    expect(JSON.parse(exceeds.stdout).faults[0]).toBe('- is larger than 64 MiB. Give one namespace at a time.');
    expect(exceeds.status).toBe(2);
  });
});
