import { expect, test } from 'vitest';
import type { Prop } from '../../scripts/generate/props/props.js';
import { interfaces } from './interfaces.js';

interface Member extends Prop {
  /** `NatsLeafProps.reconnect`. */
  readonly where: string;
  /** Sources of the interface. */
  readonly context: readonly string[];
}

/** What a user of the constructs writes: the members of every interface that the public surface exports. */
const members = interfaces.flatMap(({ name, sources, props }) =>
  props.map((prop): Member => ({ ...prop, where: `${name}.${prop.name}`, context: sources })),
);
/** Those with a type of their own: the docs of an unnamed object cover its fields. */
const props = members.filter(({ name }) => !name.includes('.'));
const places = (found: readonly Member[]) => found.map(({ where }) => where);

test('there are props to look at', () => {
  expect(props.length).toBeGreaterThan(500);
});

test('every prop says what it means', () => {
  expect(places(props.filter(({ meaning, standard }) => meaning.length < 12 && standard === undefined))).toEqual([]);
});

test('every optional prop states its default', () => {
  expect(places(props.filter(({ optional, standard }) => optional && standard === undefined))).toEqual([]);
});

/** Members of what the constructs return, which nobody writes. */
const RETURNED = ['ClusterOutput.objects', 'GatewayPort.containerPort', 'GatewayPort.port'];

test('every number that a user writes has a range', () => {
  const free = members.filter(({ type, accepted }) => /\bnumber\b/.test(type) && !/\d/.test(accepted));
  expect(places(free).sort()).toEqual(RETURNED);
});

/** Members that stand for something of ours, for which there is no upstream to link to. */
const OWN: ReadonlySet<string> = new Set([
  'ClusterOutput.cluster',
  'ClusterOutput.files',
  'ClusterOutput.folder',
  'ClusterOutput.objects',
  'ClusterOutput.secrets',
  'Diagnostic.path',
  'Diagnostic.where',
  'ExternalGatewayClass.kind',
  'ExternalWorkload.kind',
  'ExternalWorkload.name',
  'HardenedWorkloadProps.workload',
  'IstioMesh.kind',
  'LeafPeer.cluster',
  'LeafnodeListenerProps.leaves',
  'LinkerdMesh.kind',
  'LinkerdNamespaceProps.cluster',
  'LinkerdNamespaceProps.name',
  'Service.workload',
  'Shape.of',
]);

const isSourced = ({ sources, context }: Member) => sources.length + context.length > 0;

test('every prop that configures another program links to its source, by itself or with its neighbours', () => {
  expect(places(props.filter((prop) => !isSourced(prop) && !OWN.has(prop.where)))).toEqual([]);
});

test('every exemption is needed', () => {
  const needed = new Set(places(props.filter((prop) => !isSourced(prop))));
  expect([...OWN].filter((where) => !needed.has(where))).toEqual([]);
});
