import { describe, expect, test } from 'vitest';
import { parseManifests } from '../../lib/manifest/load.js';
import { locatorOf } from '../../lib/manifest/locate.js';

const text = `# comment
---
apiVersion: v1
kind: Pod
metadata:
  name: a
  labels: &labels
    example.org/app: web
spec:
  selector: *labels
  containers:
    - name: a
    - name: b
      ports: [{ containerPort: 80 }]
---
apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: b } }
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: c
    data:
      x: y
---
apiVersion: v1
kind: ConfigMapList
items:
  - metadata: { name: d }
    data: { x: y }
`;
const { resources } = parseManifests(text, 'a.yaml');
const locate = locatorOf(text);
const place = (name: string, path: string) => {
  const resource = resources.find(({ object }) => object.metadata.name === name);
  const location = resource && locate(resource, path);
  return location && `${location.line}:${location.column}`;
};

describe('locate', () => {
  test.each([
    ['a', 'kind', '4:1'],
    ['a', 'metadata.labels["example.org/app"]', '8:5'],
    ['a', 'spec.containers[1]', '13:7'],
    ['a', 'spec.containers[1].ports[0].containerPort', '14:17'],
    ['a', 'spec.selector["example.org/app"]', '8:5'],
    ['c', 'data.x', '25:7'],
    ['b', 'metadata.name', '19:52'],
    ['d', 'data.x', '31:13'],
  ])('finds in %s the field %s at %s', (name, path, expected) => expect(place(name, path)).toBe(expected));

  test('takes the nearest parent of an absent field', () => {
    expect(place('a', 'spec.containers[1].resources.limits')).toBe('13:7');
    expect(place('a', 'spec.containers[9]')).toBe('11:3');
    expect(place('a', 'status')).toBe('3:1');
    expect(place('c', 'nope')).toBe('20:5');
  });

  test('finds what is quoted, empty or an alias, and numbers documents as the loader does', () => {
    const odd = [
      '\uFEFFkind: &kind Pod\r',
      '"apiVersion": v1\r',
      'metadata: { name: odd }\r',
      'list: [*kind, "a", 1]\r',
      'empty:\r',
      '-\r',
      "- 'b'\r",
      '---\r',
      '# nothing\r',
      '---\r',
      'apiVersion: v1\r',
      'kind: Pod\r',
      'metadata: { name: last }\r',
      '',
    ].join('\n');
    const { resources: found } = parseManifests(odd, 'odd.yaml');
    const at = (index: number, path: string) => {
      const resource = found[index];
      const location = resource && locatorOf(odd)(resource, path);
      return location && `${location.line}:${location.column}`;
    };
    expect(['apiVersion', 'list[0]', 'list[1]', 'empty[0]', 'empty[1]'].map((path) => at(0, path))).toEqual([
      '2:1',
      '4:8',
      '4:15',
      '5:1',
      '7:3',
    ]);
    expect(at(1, 'kind')).toBe('12:1');
  });

  test('knows nothing of a text that is no YAML', () => {
    const [resource] = resources;
    expect(resource && locatorOf('a: [')(resource, 'kind')).toBeUndefined();
  });

  test('knows nothing of a document that is not there', () => {
    const [resource] = resources;
    expect(resource && locatorOf('')({ ...resource, document: 3 }, 'kind')).toBeUndefined();
  });
});
