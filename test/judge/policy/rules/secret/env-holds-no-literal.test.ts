import rule from '../../../../../lib/judge/policy/rules/secret/env-holds-no-literal.js';
import { pod } from '../../../../support/manifests.js';
import { ruleTester } from '../../../../support/rule-tester.js';

ruleTester(rule, {
  passes: {
    'accepts a path, a reference, an empty value and harmless names': pod(
      '{ containers: [{ name: a, env: [{ name: TOKEN, value: "/var/run/token" }, { name: TOKEN, value: "$(OTHER)" }, { name: TOKEN, value: "" }, { name: TOKEN_FILE, value: "a" }, { name: KEYSPACE, value: "a" }, { name: MONKEY_BARS, value: "a" }] }] }',
    ),
  },
  fails: {
    'for a URL with a password under any name': [
      pod(
        '{ containers: [{ name: a, env: [{ name: NATS_URL, value: "nats://a:b@c:4222" }, { name: U, value: "nats://a:$(P)@c" }] }] }',
      ),
      { path: 'spec.containers[0].env[0].value', got: 'a URL with a password in NATS_URL' },
    ],
    'for each kind of name, without the value': [
      pod(
        '{ containers: [{ name: a, env: [{ name: A, value: b }, { name: PASSWORD, value: "xyz" }, { name: api_token, value: "xyz" }, { name: CLIENT_SECRET, value: "xyz" }, { name: API_KEY, value: "xyz" }, { name: APIKEY, value: "xyz" }, { name: CREDENTIALS, value: "xyz" }, { name: DB_PASSWD, value: "xyz" }, { name: SSH_PASSPHRASE, value: "xyz" }] }], initContainers: [{ name: b, env: [{ name: NATS_CREDENTIAL, value: "xy" }] }] }',
      ),
      { path: 'spec.containers[0].env[1].value', got: 'a literal of 3 characters in PASSWORD' },
      { path: 'spec.containers[0].env[2].value', got: 'a literal of 3 characters in api_token' },
      { path: 'spec.containers[0].env[3].value', got: 'a literal of 3 characters in CLIENT_SECRET' },
      { path: 'spec.containers[0].env[4].value', got: 'a literal of 3 characters in API_KEY' },
      { path: 'spec.containers[0].env[5].value', got: 'a literal of 3 characters in APIKEY' },
      { path: 'spec.containers[0].env[6].value', got: 'a literal of 3 characters in CREDENTIALS' },
      { path: 'spec.containers[0].env[7].value', got: 'a literal of 3 characters in DB_PASSWD' },
      { path: 'spec.containers[0].env[8].value', got: 'a literal of 3 characters in SSH_PASSPHRASE' },
      { path: 'spec.initContainers[0].env[0].value', got: 'a literal of 2 characters in NATS_CREDENTIAL' },
    ],
  },
});
