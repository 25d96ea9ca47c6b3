import { serverExample } from '../../../../../lib/judge/policy/examples/nats.js';
import rule from '../../../../../lib/judge/policy/rules/nats/lame-duck-durations-are-valid.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts the defaults': serverExample('port: 4222'),
    'accepts a grace period just below the duration': serverExample(
      'lame_duck_duration: "30s"\nlame_duck_grace_period: "29.9s"',
    ),
    'accepts minutes': serverExample('lame_duck_duration: "1m30s"'),
  },
  fails: {
    'for just below 30s': [
      serverExample('lame_duck_duration: "29999ms"'),
      { got: 'lame_duck_duration (line 1): 29999ms' },
    ],
    'for a number': [serverExample('lame_duck_duration: 60'), { got: 'lame_duck_duration (line 1): 60' }],
    'for a grace period as long as the duration': [
      serverExample('lame_duck_duration: "30s"\nlame_duck_grace_period: "30s"'),
      { got: 'lame_duck_grace_period (line 2): 30s', expected: 'less than lame_duck_duration, which is 30s, as text' },
    ],
    'for a grace period as long as the default duration': [serverExample('lame_duck_grace_period: "2m"'), {}],
    'for a negative grace period': [serverExample('lame_duck_grace_period: "-1s"'), {}],
  },
  notJudged: {
    'durations that are variables': [
      serverExample('lame_duck_duration: $DURATION'),
      'lame_duck_duration is $DURATION, whose value is not known',
    ],
  },
});
