// A store of its own for one file of tests: HQ with demo data and enrolled tills, in a temporary folder, on free ports.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Status } from '../../../api/types';
import { freePorts, Program, run } from './programs';
import { until } from './until';
import { rulesOf, worldRows } from './world';

export interface Reply<T> {
    status: number;
    headers: Headers;
    body: T;
}

/** One till: an agent, and what a scanner, a technician and another program do with it. */
export class Till {
    readonly origin: string;
    private readonly config: string;
    private readonly state: string;
    private readonly agent: Program;

    constructor(folder: string, port: number, name: string) {
        this.origin = `http://127.0.0.1:${port}`;
        this.state = join(folder, name);
        this.config = join(folder, `${name}.toml`);
        mkdirSync(this.state, { mode: 0o700 });
        const screen = process.env['COUNTERFOIL_SCREEN_DIR'];
        const lines = [`state_dir = "${this.state}"`, `listen = "127.0.0.1:${port}"`, '[register]', `id = "${name}"`];
        if (screen) lines.splice(2, 0, `screen_dir = "${screen}"`);
        writeFileSync(this.config, lines.join('\n') + '\n');
        this.agent = new Program('counterfoild', ['--config', this.config], `${this.origin}/healthz`, `${this.state}.log`);
    }

    enrol(hub: string, code: string): void {
        this.command('enrol', '--hub', hub, '--code', code, '--name', 'till');
    }

    get isRunning(): boolean {
        return this.agent.isRunning;
    }

    start = () => this.agent.start();
    stop = () => this.agent.stop();
    kill = () => this.agent.kill();
    log = () => this.agent.log();

    /** All screens and programs are to be let in anew; while the agent is stopped. */
    forgetToken(): void {
        rmSync(join(this.state, 'api-token'));
    }

    async startReady(): Promise<void> {
        await this.start();
        if (!(await fetch(this.origin)).ok)
            throw new Error(
                'the agent has no page: build the target screen, or name a built page by COUNTERFOIL_SCREEN_DIR',
            );
        await until('the first data of HQ are here', async () => (await fetch(`${this.origin}/readyz`)).ok);
        await this.untilLink('up');
    }

    command(...args: string[]): string {
        return run('counterfoil', ['--config', this.config, ...args]).trim();
    }

    /** What `counterfoil screen` prints: good for one browser, once. */
    screenAddress = () => this.command('screen');

    /** As a program of this machine calls it. */
    async call<T>(method: string, path: string, body?: object, headers: Record<string, string> = {}): Promise<Reply<T>> {
        const token = readFileSync(join(this.state, 'api-token'), 'utf8').trim();
        const sent: Record<string, string> = { Authorization: `Bearer ${token}`, ...headers };
        if (body !== undefined) sent['Content-Type'] = 'application/json';
        const answer = await fetch(this.origin + path, { method, headers: sent, body: JSON.stringify(body) ?? null });
        const text = await answer.text();
        return { status: answer.status, headers: answer.headers, body: (text === '' ? undefined : JSON.parse(text)) as T };
    }

    /** A scanner reads `code`. */
    async scan(code: string, symbology?: string): Promise<void> {
        const body = symbology === undefined ? { code } : { code, symbology };
        const { status, body: answer } = await this.call('POST', '/v1/scan', body);
        if (status !== 200 && status !== 410) throw new Error(`scan of ${code}: ${status} ${JSON.stringify(answer)}`);
    }

    status = async () => (await this.call<Status>('GET', '/v1/status')).body;

    untilLink(state: 'up' | 'down'): Promise<void> {
        return until(`the link is ${state}`, async () => (await this.status()).link.state === state);
    }

    /** The numbers of the tickets that this till has sold, newest first. */
    async tickets(): Promise<string[]> {
        const { body } = await this.call<{ tickets: { ticket: { ticket_id: string } }[] }>('GET', '/v1/tickets?limit=200');
        return body.tickets.map(one => one.ticket.ticket_id);
    }
}

/** HQ, and the tills of one store. */
export class Store {
    private constructor(
        private readonly folder: string,
        private readonly hub_config: string,
        private readonly hub: Program,
        readonly tills: Till[],
    ) {}

    /** With `count` tills, all of them up and linked. */
    static async open(count = 1): Promise<Store> {
        const folder = mkdtempSync(join(tmpdir(), 'counterfoil-screen-'));
        try {
            return await Store.openIn(folder, count);
        } catch (caught) {
            rmSync(folder, { recursive: true, force: true });
            throw caught;
        }
    }

    private static async openIn(folder: string, count: number): Promise<Store> {
        const [http, ops, feed, ...ports] = await freePorts(3 + count);
        const origin = `http://127.0.0.1:${http}`;
        const config = join(folder, 'hub.toml');
        const state = join(folder, 'hub');
        mkdirSync(state, { mode: 0o700 });
        const zmq = ['[zmq]', `ops = "tcp://127.0.0.1:${ops}"`, `feed = "tcp://127.0.0.1:${feed}"`];
        writeFileSync(config, [`state_dir = "${state}"`, `listen = "127.0.0.1:${http}"`, ...zmq].join('\n') + '\n');
        const demo = join(folder, 'demo');
        run('counterfoil-hq', ['--config', config, 'demo-data', '--seed', '1', '--members', '200', '--out', demo]);
        const rules = join(demo, 'rules.jsonl');
        writeFileSync(rules, rulesOf(readFileSync(rules, 'utf8')));
        writeFileSync(join(demo, 'world.jsonl'), worldRows());
        run('counterfoil-hq', ['--config', config, 'import', ...readdirSync(demo).map(name => join(demo, name))]);
        const hub = new Program(
            'counterfoil-hq',
            ['--config', config, 'serve'],
            `${origin}/healthz`,
            join(folder, 'hub.log'),
        );
        const tills = ports.map((port, at) => new Till(folder, port, `R0${at + 1}`));
        const store = new Store(folder, config, hub, tills);
        await hub.start();
        for (const till of tills) {
            till.enrol(origin, store.hq('enrol-code', '--store', 'S001'));
            await till.startReady();
        }
        return store;
    }

    get till(): Till {
        const [first] = this.tills;
        if (first === undefined) throw new Error('a store has a till');
        return first;
    }

    startHub = () => this.hub.start();
    stopHub = () => this.hub.stop();

    /** A command of HQ; the last line that it prints. */
    hq(...args: string[]): string {
        return (
            run('counterfoil-hq', ['--config', this.hub_config, ...args])
                .trim()
                .split('\n')
                .at(-1) ?? ''
        );
    }

    /** Rows that HQ gets to know now. */
    import(rows: object[]): void {
        const file = join(this.folder, 'more.jsonl');
        writeFileSync(file, rows.map(row => JSON.stringify(row) + '\n').join(''));
        this.hq('import', file);
    }

    /** Everything runs and is linked again, whatever a test that failed has left behind. */
    async mend(): Promise<void> {
        if (!this.hub.isRunning) await this.hub.start();
        for (const till of this.tills) {
            if (!till.isRunning) await till.start();
            await till.untilLink('up');
        }
    }

    logs(): string {
        return [this.hub.log(), ...this.tills.map(till => till.log())].join('\n');
    }

    /** All programs end, and nothing stays. */
    async close(): Promise<void> {
        const ends = await Promise.allSettled([...this.tills.map(till => till.stop()), this.hub.stop()]);
        rmSync(this.folder, { recursive: true, force: true });
        const failed = ends.find(end => end.status === 'rejected');
        if (failed) throw failed.reason;
    }
}
