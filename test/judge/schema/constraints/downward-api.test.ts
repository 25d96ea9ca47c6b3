import { describe, expect, test } from 'vitest';
import { findingsOn } from '../objects.js';

async function onPod(spec: object): Promise<string[]> {
  const found = await findingsOn(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec }));
  return found.map((line) => line.split(' | ')[0] ?? '');
}

const container = { name: 'a', image: 'a' };
const variable = (valueFrom: object) => onPod({ containers: [{ ...container, env: [{ name: 'A', valueFrom }] }] });
const file = (fields: object) =>
  onPod({ containers: [container], volumes: [{ name: 'v', downwardAPI: { items: [{ path: 'a', ...fields }] } }] });

const KEY =
  'an optional DNS name and /, then at most 63 letters, digits, -, _ and ., with a letter or digit at both ends';
const MEMBERS = "metadata.labels['<key>'], metadata.annotations['<key>']";
const IN_VARIABLES =
  'metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP, status.podIPs';
const IN_FILES = 'metadata.name, metadata.namespace, metadata.uid, metadata.annotations, metadata.labels';
const RESOURCES =
  'limits.cpu, requests.cpu, limits.memory, requests.memory, limits.ephemeral-storage, requests.ephemeral-storage';

describe('fields of the pod', () => {
  const place = 'spec.containers[0].env[0].valueFrom.fieldRef';

  test.each([
    ['', 'missing-field', 'nothing -> the field of the pod'],
    ['spec.restartPolicy', 'value-not-allowed', `"spec.restartPolicy" -> one of ${IN_VARIABLES}, ${MEMBERS}`],
    ['metadata.labels', 'value-not-allowed', `"metadata.labels" -> one of ${IN_VARIABLES}, ${MEMBERS}`],
    ["spec.nodeName['a']", 'value-not-allowed', `"spec.nodeName['a']" -> one of ${IN_VARIABLES}, ${MEMBERS}`],
    ["metadata.labels['A b']", 'value-not-allowed', `"metadata.labels['A b']" -> as the key: ${KEY}`],
    ["metadata.labels['A.com/b']", 'value-not-allowed', `"metadata.labels['A.com/b']" -> as the key: ${KEY}`],
  ])('a variable cannot have %j', async (fieldPath, rule, found) => {
    expect(await variable({ fieldRef: { fieldPath } })).toEqual([`schema/${rule} ${place}.fieldPath: ${found}`]);
  });

  test.each(['status.podIPs', 'spec.host', "metadata.labels['app']", "metadata.annotations['A.com/b']"])(
    'a variable can have %s',
    async (fieldPath) => {
      expect(await variable({ fieldRef: { apiVersion: 'v1', fieldPath } })).toEqual([]);
    },
  );

  test('are those of version v1', async () => {
    expect(await variable({ fieldRef: { apiVersion: 'v2', fieldPath: 'metadata.name' } })).toEqual([
      `schema/value-not-allowed ${place}.apiVersion: "v2" -> v1`,
    ]);
  });

  test('differ in files', async () => {
    const fieldRef = { fieldPath: 'spec.nodeName' };
    expect(await file({ fieldRef })).toEqual([
      `schema/value-not-allowed spec.volumes[0].downwardAPI.items[0].fieldRef.fieldPath: "spec.nodeName" -> one of ${IN_FILES}, ${MEMBERS}`,
    ]);
    expect(await file({ fieldRef: { fieldPath: 'metadata.labels' } })).toEqual([]);
    const projected = { sources: [{ downwardAPI: { items: [{ path: 'a', fieldRef }] } }] };
    expect(await onPod({ containers: [container], volumes: [{ name: 'v', projected }] })).toHaveLength(1);
  });

  test('are one thing for each file, within the volume', async () => {
    const fieldRef = { fieldPath: 'metadata.name' };
    const place = 'spec.volumes[0].downwardAPI.items[0]';
    expect(await file({})).toEqual([
      `schema/value-not-allowed ${place}: a mapping with none of them -> exactly one of fieldRef, resourceFieldRef`,
    ]);
    expect(await file({ fieldRef, path: '../a' })).toEqual([
      `schema/value-not-allowed ${place}.path: "../a" -> a relative path without ..`,
    ]);
  });
});

describe('resources of a container', () => {
  const place = 'spec.containers[0].env[0].valueFrom.resourceFieldRef.resource';

  test('are requests and limits', async () => {
    expect(await variable({ resourceFieldRef: { resource: '' } })).toEqual([
      `schema/missing-field ${place}: nothing -> the resource, such as limits.memory`,
    ]);
    expect(await variable({ resourceFieldRef: { resource: 'cpu' } })).toEqual([
      `schema/value-not-allowed ${place}: "cpu" -> one of ${RESOURCES}`,
    ]);
    expect(await variable({ resourceFieldRef: { resource: 'limits.hugepages-2Mi' } })).toEqual([]);
  });

  test('need the name of the container in a file', async () => {
    const resource = 'limits.cpu';
    expect(await file({ resourceFieldRef: { resource } })).toEqual([
      'schema/missing-field spec.volumes[0].downwardAPI.items[0].resourceFieldRef.containerName: nothing -> the container that has the resource',
    ]);
    expect(await file({ resourceFieldRef: { resource, containerName: 'a' } })).toEqual([]);
  });
});
