/** Where the parts of a server's configuration are mounted in its pod. */
export const CONFIG_DIRECTORY = '/etc/nats-config';
export const CONFIG_FILE = `${CONFIG_DIRECTORY}/nats.conf`;
export const AUTH_DIRECTORY = '/etc/nats-auth';
export const AUTH_KEY = 'auth.conf';
/** Includes are relative to the including file; an absolute path would be appended to its folder. */
export const AUTH_INCLUDE = `..${AUTH_DIRECTORY.slice('/etc'.length)}/${AUTH_KEY}`;
export const CERTIFICATE_DIRECTORY = '/etc/nats-certs';
export const TRUST_DIRECTORY = '/etc/nats-trust';
export const PID_DIRECTORY = '/var/run/nats';
export const PID_FILE = `${PID_DIRECTORY}/nats.pid`;
export const DATA_DIRECTORY = '/data';
export const STORE_DIRECTORY = `${DATA_DIRECTORY}/jetstream`;
