// Checks what the real agent says against docs/api/agent.openapi.yaml: by route, method, status and kind of content.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import addFormats from 'ajv-formats';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';

const file = fileURLToPath(new URL('../../../../docs/api/agent.openapi.yaml', import.meta.url));
const id = 'agent';

interface Operation {
    responses: Record<string, { $ref?: string }>;
}
interface Response {
    content?: Record<string, { schema: object }>;
}
interface Document {
    paths: Record<string, Record<string, Operation>>;
    components: { responses: Record<string, Response> };
}

export interface Heard {
    method: string;
    /** As it was asked for, with its query. */
    path: string;
    status: number;
    content_type: string;
    body: string;
}

const pointer = (...parts: string[]) => parts.map(part => `/${part.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

export class Description {
    private readonly document = parse(readFileSync(file, 'utf8')) as Document;
    // Not strict: the description's own words (discriminator, example) are none of JSON Schema's.
    private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
    private readonly routes: { path: string; pattern: RegExp }[];

    constructor() {
        addFormats.default(this.ajv);
        this.ajv.addSchema(this.document, id);
        this.routes = Object.keys(this.document.paths).map(path => ({
            path,
            pattern: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
        }));
    }

    /** What is wrong with an answer; null where it is as described. */
    faultOf(heard: Heard): string | null {
        const path = heard.path.split('?')[0] ?? '';
        const route = this.routes.find(one => one.pattern.test(path));
        const operation = route && this.document.paths[route.path]?.[heard.method.toLowerCase()];
        if (!route || !operation) return 'the description knows no such call';
        const status = operation.responses[heard.status] ? String(heard.status) : 'default';
        const described = operation.responses[status];
        if (!described) return `the description has no status ${heard.status}`;
        const at = described.$ref?.slice(1) ?? pointer('paths', route.path, heard.method.toLowerCase(), 'responses', status);
        const name = /^\/components\/responses\/(\w+)$/.exec(at)?.[1];
        const content = (name === undefined ? (described as Response) : this.document.components.responses[name])?.content;
        if (content === undefined) return heard.body === '' ? null : 'a body where the description has none';
        const type = heard.content_type.split(';')[0] ?? '';
        if (!content[type]) return `content type "${type}", described: ${Object.keys(content).join(', ')}`;
        return this.validate(`${id}#${at}${pointer('content', type, 'schema')}`, heard.body);
    }

    /** What is wrong with a message of the event stream. */
    faultOfEvent(text: string): string | null {
        return this.validate(`${id}#/components/schemas/Event`, text);
    }

    private validate(where: string, text: string): string | null {
        const check = this.ajv.getSchema(where) as ValidateFunction | undefined;
        if (check === undefined) return `no schema at ${where}`;
        let value: unknown;
        try {
            value = JSON.parse(text);
        } catch {
            return 'no JSON';
        }
        return check(value) ? null : this.ajv.errorsText(check.errors);
    }
}
