// The real programs as processes that this run owns alone: started, awaited, stopped, killed; their words kept for a failure.
import type { ChildProcess } from 'node:child_process';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, appendFileSync, constants, existsSync, readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { resolve } from 'node:path';
import { patience_ms, until } from './until';

const stop_ms_most = 10_000;
const log_tail_lines = 40;

/** Where the programs are. There is no default: a test that ran others than it was told would be worse than none. */
export function program(name: 'counterfoild' | 'counterfoil' | 'counterfoil-hq'): string {
    const folder = process.env['COUNTERFOIL_BIN_DIR'];
    if (folder === undefined || folder === '')
        throw new Error('COUNTERFOIL_BIN_DIR is not set: name the folder of the built programs, such as build/dev/bin');
    const path = resolve(folder, name);
    try {
        accessSync(path, constants.X_OK);
    } catch (caught) {
        throw new Error(`COUNTERFOIL_BIN_DIR=${folder}: there is no program ${name}; build it first`, { cause: caught });
    }
    return path;
}

/** Runs a program to its end; answers what it printed, throws what it complained of. */
export function run(name: Parameters<typeof program>[0], args: readonly string[]): string {
    const done = spawnSync(program(name), args, { encoding: 'utf8', timeout: patience_ms });
    if (done.status !== 0)
        throw new Error(`${name} ${args.join(' ')}: ${done.error?.message ?? `status ${done.status}`}\n${done.stderr}`);
    return done.stdout;
}

/** Ports that are free now; all are held until the last is known, so that they differ. */
export async function freePorts(count: number): Promise<number[]> {
    const servers = await Promise.all(
        Array.from({ length: count }, async () => {
            const server = createServer();
            server.listen(0, '127.0.0.1');
            await once(server, 'listening');
            return server;
        }),
    );
    const ports = servers.map(server => (server.address() as AddressInfo).port);
    await Promise.all(servers.map(server => new Promise(closed => server.close(closed))));
    return ports;
}

const running = new Set<ChildProcess>();
process.on('exit', () => running.forEach(child => child.kill('SIGKILL')));

/** One server program, which may be started again after its end. */
export class Program {
    private child: ChildProcess | null = null;

    constructor(
        private readonly name: 'counterfoild' | 'counterfoil-hq',
        private readonly args: readonly string[],
        private readonly health: string,
        private readonly log_file: string,
    ) {}

    get isRunning(): boolean {
        return this.child !== null;
    }

    /** Starts it, and waits until it answers. */
    async start(): Promise<void> {
        if (this.child !== null) throw new Error(`${this.name} runs already`);
        const child = spawn(program(this.name), this.args, { stdio: ['ignore', 'pipe', 'pipe'] });
        this.child = child;
        running.add(child);
        for (const stream of [child.stdout, child.stderr])
            stream.on('data', (text: Buffer) => appendFileSync(this.log_file, text));
        await until(`${this.name} answers`, async () => {
            if (child.exitCode !== null || child.signalCode !== null)
                throw new Error(`${this.name} ended at its start\n${this.log()}`);
            const answer = await fetch(this.health).catch(() => null);
            return answer !== null && answer.ok;
        });
    }

    /** Asks it to end, insists after a while; an end with a complaint (of a sanitizer, say) is a failure. */
    async stop(): Promise<void> {
        const child = this.child;
        if (child === null) return;
        child.kill('SIGTERM');
        const insist = setTimeout(() => child.kill('SIGKILL'), stop_ms_most);
        await this.ended(child);
        clearTimeout(insist);
        if (child.exitCode !== 0)
            throw new Error(`${this.name} ended with ${child.exitCode ?? child.signalCode}\n${this.log()}`);
    }

    /** As if the power had gone. */
    async kill(): Promise<void> {
        const child = this.child;
        if (child === null) return;
        child.kill('SIGKILL');
        await this.ended(child);
    }

    private async ended(child: ChildProcess): Promise<void> {
        if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
        running.delete(child);
        this.child = null;
    }

    /** The end of what it has said. */
    log(): string {
        if (!existsSync(this.log_file)) return '';
        const lines = readFileSync(this.log_file, 'utf8').trimEnd().split('\n');
        return [`--- ${this.log_file}`, ...lines.slice(-log_tail_lines)].join('\n');
    }
}
