import fc from 'fast-check';
import { expect, test } from 'vitest';
import { at, parsePath } from '../../lib/manifest/field-path.js';

test('writes plain keys bare and quotes the others', () => {
  expect(at('spec', 'containers', 0, 'name')).toBe('spec.containers[0].name');
  expect(at('', 'metadata', 'annotations', 'linkerd.io/inject')).toBe('metadata.annotations["linkerd.io/inject"]');
});

test('reads escaped dots too', () => expect(parsePath('data.nats\\.conf')).toEqual(['data', 'nats.conf']));

test('reads back whatever it wrote', () => {
  const step = fc.oneof(fc.string(), fc.nat(), fc.constantFrom('spec', 'a.b', 'a"]', '\\', ''));
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      expect(parsePath(at('', ...steps))).toEqual(steps);
    }),
  );
});
