import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { text } from 'node:stream/consumers';
import { isMapping } from '../../../lib/formats/mapping.js';
import type { ManifestObject } from '../../../lib/manifest/object.js';
import type { Endpoint } from './api-server.js';

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Nothing is created, and what the server does not know is an error. */
const QUERY = 'dryRun=All&fieldManager=verdicts&fieldValidation=Strict&force=true';

/** Asks an API server what it would say if objects were applied by it, without the cost of a kubectl for each of them. */
export class DryRun {
  readonly #endpoint: Endpoint;
  readonly #agent: Agent;
  /** The resources of an API version by their kinds. */
  readonly #resources = new Map<string, Promise<ReadonlyMap<string, Resource>>>();

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 4, ca: readFileSync(endpoint.certificate) });
  }

  /** Why the server refuses an object, unknown and repeated fields included; undefined if it accepts it. */
  async refusal(object: ManifestObject): Promise<string | undefined> {
    const resource = (await this.#resourcesOf(object.apiVersion)).get(object.kind);
    if (resource === undefined) throw new Error(`The server does not serve ${object.apiVersion} ${object.kind}`);
    const namespace = resource.namespaced ? `/namespaces/${object.metadata.namespace ?? 'default'}` : '';
    const name = encodeURIComponent(object.metadata.name);
    const path = `${rootOf(object.apiVersion)}${namespace}/${resource.name}/${name}?${QUERY}`;
    const { status, body } = await this.#ask('PATCH', path, JSON.stringify(object));
    if (status < 300) return undefined;
    const answer: unknown = JSON.parse(body);
    return isMapping(answer) && typeof answer['message'] === 'string' ? answer['message'] : body;
  }

  close(): void {
    this.#agent.destroy();
  }

  #resourcesOf(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const known = this.#resources.get(apiVersion) ?? this.#discover(apiVersion);
    this.#resources.set(apiVersion, known);
    return known;
  }

  async #discover(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const { status, body } = await this.#ask('GET', rootOf(apiVersion));
    if (status !== 200) throw new Error(`The server does not say which kinds ${apiVersion} has: ${body}`);
    const { resources = [] } = JSON.parse(body) as { readonly resources?: readonly Resource[] };
    // Subresources are below another object.
    return new Map(resources.filter(({ name }) => !name.includes('/')).map((resource) => [resource.kind, resource]));
  }

  #ask(method: 'GET' | 'PATCH', path: string, body = ''): Promise<Answer> {
    const { address, token } = this.#endpoint;
    const type = method === 'GET' ? {} : { 'content-type': 'application/apply-patch+yaml' };
    const headers = { authorization: `Bearer ${token}`, ...type };
    return new Promise((resolve, reject) => {
      const sent = request(`${address}${path}`, { method, headers, agent: this.#agent }, (response) => {
        text(response).then((answer) => resolve({ status: response.statusCode ?? 0, body: answer }), reject);
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

interface Resource {
  readonly name: string;
  readonly kind: string;
  readonly namespaced: boolean;
}

function rootOf(apiVersion: string): string {
  return apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}
