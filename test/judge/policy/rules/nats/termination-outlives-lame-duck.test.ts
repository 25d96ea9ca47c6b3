import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/termination-outlives-lame-duck.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the default duration and 140s': serverExample('port: 4222', {
      pod: ['terminationGracePeriodSeconds: 140'],
    }),
    'leaves what is not a duration to its own rule': serverExample('lame_duck_duration: soon'),
  },
  fails: {
    'for the defaults of both': [
      serverExample('port: 4222'),
      {
        path: 'spec.template.spec.terminationGracePeriodSeconds',
        got: '30 by default',
        expected: 'at least 140: lame_duck_duration, which is 120s by default, and 20s',
      },
    ],
    'for a part of a second': [
      serverExample('lame_duck_duration: "30500ms"', { pod: ['terminationGracePeriodSeconds: 50'] }),
      { got: '50' },
    ],
  },
  notJudged: {
    'a variable': [
      serverExample('lame_duck_duration: $DURATION'),
      'lame_duck_duration is $DURATION, whose value is not known',
    ],
  },
});
