// What passes between one page and the agent: every answer and every event is checked against the description, and calls may
// be held on their way, or their answers lost, as a slow machine or a bad moment would do it. The connection stays the real one.
import type { CDPSession, Page } from 'playwright-core';
import { Description } from './description';
import { until } from './until';

/** `before`: the agent has not heard of it yet. `after`: the agent has answered, and the page does not know. */
export type Side = 'before' | 'after';

interface Paused {
    requestId: string;
    request: { method: string; url: string };
    responseStatusCode?: number;
    responseErrorReason?: string;
    responseHeaders?: { name: string; value: string }[];
}

const description = new Description();

/** A place where calls are kept until they are let go. */
export class Gate {
    /** Calls that came here so far. */
    count = 0;
    private waiting: (() => void)[] = [];
    private open = false;

    constructor(
        readonly side: Side,
        readonly method: string,
        readonly path: RegExp,
        private readonly loses: number,
    ) {}

    /** True where the call is to be lost. */
    async pass(): Promise<boolean> {
        ++this.count;
        if (this.loses > 0) return this.count <= this.loses;
        if (!this.open) await new Promise<void>(go => this.waiting.push(go));
        return false;
    }

    /** Waits until so many calls have come here. */
    reached(count = 1): Promise<void> {
        return until(`${count} calls of ${this.method} ${this.path} come, not ${this.count}`, () => this.count >= count);
    }

    /** Lets those that wait go, and all others from now on. */
    release(): void {
        this.open = true;
        this.waiting.splice(0).forEach(go => go());
    }
}

export class Wire {
    readonly faults: string[] = [];
    /** Calls that the agent has answered, as "POST /v1/quotes 200". */
    readonly answers: string[] = [];
    events = 0;
    private gates: Gate[] = [];

    private constructor(private readonly session: CDPSession) {}

    static async tap(page: Page): Promise<Wire> {
        const session = await page.context().newCDPSession(page);
        const wire = new Wire(session);
        session.on('Fetch.requestPaused', paused => {
            wire.take(paused).catch((caught: unknown) => wire.fault('the wire', String(caught)));
        });
        page.on('websocket', socket => {
            socket.on('framereceived', ({ payload }) => {
                ++wire.events;
                wire.note(`event ${payload.toString()}`, description.faultOfEvent(payload.toString()));
            });
        });
        const urlPattern = 'http://127.0.0.1:*/v1/*';
        await session.send('Fetch.enable', {
            patterns: [
                { urlPattern, requestStage: 'Request' },
                { urlPattern, requestStage: 'Response' },
            ],
        });
        return wire;
    }

    /** Keeps calls, or their answers, until the gate is released. */
    hold(side: Side, method: string, path: RegExp): Gate {
        return this.gate(new Gate(side, method, path, 0));
    }

    /** The next answers never reach the page, though the agent has done what it was asked for. */
    lose(times: number, method: string, path: RegExp): Gate {
        return this.gate(new Gate('after', method, path, times));
    }

    /** No gate stays. */
    clear(): void {
        this.gates.forEach(gate => gate.release());
        this.gates = [];
    }

    private gate(gate: Gate): Gate {
        this.gates.push(gate);
        return gate;
    }

    private fault(what: string, why: string): void {
        this.faults.push(`${what}: ${why}`);
    }

    private note(what: string, why: string | null): void {
        if (why !== null) this.fault(what, why);
    }

    private async take(paused: Paused): Promise<void> {
        const { requestId } = paused;
        const { method } = paused.request;
        const url = new URL(paused.request.url);
        const answered = paused.responseStatusCode !== undefined;
        const side: Side = answered || paused.responseErrorReason !== undefined ? 'after' : 'before';
        if (answered) await this.check(paused, method, url.pathname + url.search);
        const gate = this.gates.find(one => one.side === side && one.method === method && one.path.test(url.pathname));
        if (gate && (await gate.pass())) {
            await this.send('Fetch.failRequest', { requestId, errorReason: 'ConnectionReset' });
            return;
        }
        await this.send('Fetch.continueRequest', { requestId });
    }

    private async check(paused: Paused, method: string, path: string): Promise<void> {
        const status = paused.responseStatusCode ?? 0;
        const header = paused.responseHeaders?.find(one => one.name.toLowerCase() === 'content-type');
        const got = await this.send('Fetch.getResponseBody', { requestId: paused.requestId });
        if (got === null) return; // the page has gone, or has given up waiting: it got no answer
        const body = Buffer.from(got.body, got.base64Encoded ? 'base64' : 'utf8').toString();
        this.answers.push(`${method} ${path} ${status}`);
        const fault = description.faultOf({ method, path, status, content_type: header?.value ?? '', body });
        this.note(`${method} ${path} ${status} ${body.slice(0, 2000)}`, fault);
    }

    /** A call that the page has given up, or whose page has gone, is known to the browser no longer: null. */
    private async send<M extends 'Fetch.failRequest' | 'Fetch.continueRequest' | 'Fetch.getResponseBody'>(
        method: M,
        values: Parameters<CDPSession['send']>[1] & object,
    ): Promise<{ body: string; base64Encoded: boolean } | null> {
        try {
            return (await this.session.send(method, values as never)) as never;
        } catch (caught) {
            if (/Invalid InterceptionId|Target page.*closed|Target closed|Session closed/.test(String(caught))) return null;
            throw caught;
        }
    }
}
