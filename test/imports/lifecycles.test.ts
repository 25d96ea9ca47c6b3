import { expect, test } from 'vitest';
import { deprecationsOf, lifecycles } from '../../scripts/import/kubernetes/lifecycles.js';

const functions = (kind: string, deprecated: string, removed: string) => `
func (in *${kind}) APILifecycleIntroduced() (major, minor int) {
	return 1, 20
}

func (in *${kind}) APILifecycleDeprecated() (major, minor int) {
	return ${deprecated}
}

func (in *${kind}) APILifecycleReplacement() schema.GroupVersionKind {
	return schema.GroupVersionKind{Group: "games.example.com", Version: "v1", Kind: "${kind}"}
}

func (in *${kind}) APILifecycleRemoved() (major, minor int) {
	return ${removed}
}
`;
const generated = (path: string, text: string) => ({ path: `${path}/zz_generated.prerelease-lifecycle.go`, text });
const register = (path: string, group: string) => ({
  path: `${path}/register.go`,
  text: `package a\n\nconst GroupName = "${group}"\n`,
});

const known = lifecycles([
  register('games/v1beta1', 'games.example.com'),
  generated('games/v1beta1', functions('Chess', '1, 29', '1, 32') + functions('Go', '1, 31', '1, 34')),
  register('core/v1', ''),
  generated('core/v1', 'func (in *Pod) APILifecycleIntroduced() (major, minor int) {\n\treturn 1, 0\n}\n'),
]);

test('versions with a lifecycle have the releases and the replacement that the generated functions state', () => {
  const replacement = (kind: string) => `games.example.com/v1 ${kind}`;
  expect(Object.fromEntries(known)).toEqual({
    'games.example.com/v1beta1/Chess': { deprecated: '1.29', removed: '1.32', replacement: replacement('Chess') },
    'games.example.com/v1beta1/Go': { deprecated: '1.31', removed: '1.34', replacement: replacement('Go') },
  });
});

test('a release deprecates what it or an earlier one deprecated', () => {
  const names = (release: string) => [...deprecationsOf(release, known).keys()];
  expect(names('1.28')).toEqual([]);
  expect(names('1.30')).toEqual(['games.example.com/v1beta1/Chess']);
  expect(names('1.31')).toHaveLength(2);
});
