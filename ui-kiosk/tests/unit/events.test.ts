import { beforeEach, describe, expect, test } from 'vitest';
import type { EventListener, Position } from '../../api/events';
import { followEvents } from '../../api/events';
import type { AgentEvent } from '../../api/types';
import { listenInto, scan_age_ms_most } from '../../app/till/listen';
import { createStore } from '../../app/till/store';
import { newTill, reduceTill } from '../../app/till/till';
import { Timers, product, scanOf } from './support';

class FakeSocket {
    onmessage: ((message: { data: unknown }) => void) | null = null;
    onclose: (() => void) | null = null;
    closed = false;
    constructor(readonly url: string) {}
    close(): void {
        this.closed = true;
    }
    says(...events: object[]): void {
        for (const event of events) this.onmessage?.({ data: JSON.stringify(event) });
    }
}

let sockets: FakeSocket[];
let timers: Timers;
let log: string[];

const listener: EventListener = {
    event: (event, position, missed) =>
        log.push(`${event.type} ${position.run}${position.position}${missed ? ' missed' : ''}`),
    connected: ({ run }) => log.push(`up ${run}`),
    disconnected: () => log.push('down'),
    gap: () => log.push('gap'),
};

function follow(from: Position | null): () => void {
    const open = (url: string) => {
        const socket = new FakeSocket(url);
        sockets.push(socket);
        return socket as unknown as WebSocket;
    };
    return followEvents('ws://till/v1/events', from, listener, timers.later, open);
}

const ready = (run: string, position: number) => ({ type: 'ready', run, position });
const link = (run: string, position: number) => ({ type: 'link', run, position, at: 0, data: { state: 'up' } });
const socket = () => sockets.at(-1) as FakeSocket;

beforeEach(() => {
    sockets = [];
    timers = new Timers();
    log = [];
});

describe('the event stream', () => {
    test('a screen without a past gets what comes from now on', () => {
        follow(null);
        expect(socket().url).toBe('ws://till/v1/events');
        socket().says(ready('A', 41), link('A', 42));
        expect(log).toEqual(['up A', 'link A42']);
    });

    test('asks for what it missed, and takes nothing twice', () => {
        follow(null);
        socket().says(ready('A', 41), link('A', 42));
        socket().onclose?.();
        timers.runAll();
        expect(socket().url).toBe('ws://till/v1/events?run=A&after=42');
        socket().says(ready('A', 44), link('A', 42), link('A', 43), link('A', 44), link('A', 45));
        expect(log).toEqual(['up A', 'link A42', 'down', 'up A', 'link A43 missed', 'link A44 missed', 'link A45']);
    });

    test('an agent that was started again begins to count anew', () => {
        follow({ run: 'A', position: 900 });
        socket().says(ready('B', 2), { type: 'reset', run: 'B', position: 2 }, link('B', 1), link('B', 2));
        expect(log).toEqual(['up B', 'link B1 missed', 'link B2 missed']);
        socket().onclose?.();
        timers.runAll();
        expect(socket().url).toBe('ws://till/v1/events?run=B&after=2');
    });

    test('says when events are lost', () => {
        follow({ run: 'A', position: 10 });
        socket().says(ready('A', 2000), { type: 'reset', run: 'A', position: 2000 }, link('A', 1001), link('A', 1002));
        expect(log).toEqual(['up A', 'gap', 'link A1001 missed', 'link A1002 missed']);
    });

    test('tries again ever more slowly, and at once quickly when it was heard', () => {
        follow(null);
        const waits = [];
        for (let n = 0; n < 6; ++n) {
            socket().onclose?.();
            waits.push(...timers.waits());
            timers.runAll();
        }
        expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000]);
        socket().says(ready('A', 0));
        socket().onclose?.();
        expect(timers.waits()).toEqual([250]);
    });

    test('passes over what is no event', () => {
        const said: unknown[] = [];
        const error = console.error;
        console.error = (...what: unknown[]) => said.push(what[0]);
        follow(null);
        for (const data of ['{', 'null', '{"type":1}', new ArrayBuffer(1)]) socket().onmessage?.({ data });
        console.error = error;
        expect(said).toEqual(Array(4).fill('event.malformed'));
        expect(log).toEqual([]);
    });

    test('ends when it is told to', () => {
        const stop = follow(null);
        stop();
        socket().onclose?.();
        socket().says(ready('A', 1));
        expect(socket().closed).toBe(true);
        expect([...log, ...timers.waits()]).toEqual([]);
    });
});

describe('events and the till', () => {
    const scan = (at: number): AgentEvent => ({
        type: 'identified',
        run: 'A',
        position: 5,
        at,
        data: { source: 's', ...scanOf({ product: product('TEA') }) },
    });

    function take(event: AgentEvent, missed: boolean, now: number) {
        const store = createStore(newTill('T1'), reduceTill);
        let looks = 0;
        const ports = {
            now: () => now,
            newTicketId: () => 'T2',
            statusChanged: () => ++looks,
            connected: () => {},
            disconnected: () => {},
        };
        listenInto(store, ports).event(event, { run: 'A', position: 5 }, missed);
        return { till: store.get(), looks };
    }

    test('a scan that was missed a moment ago is taken in', () => {
        expect(take(scan(0), true, scan_age_ms_most).till.sale.lines).toHaveLength(1);
    });

    test('one of long ago is left out and told of, and its place is kept', () => {
        const { till } = take(scan(0), true, scan_age_ms_most + 1);
        expect(till.sale.lines).toEqual([]);
        expect(till.notice?.code).toBe('scans_old');
        expect(till.position).toEqual({ run: 'A', position: 5 });
    });

    test('one that comes now counts, whatever the clocks of screen and agent say', () => {
        expect(take(scan(0), false, 1e12).till.sale.lines).toHaveLength(1);
    });

    test('the place where a screen begins to listen is kept, before anything has happened', () => {
        const store = createStore(newTill('T1'), reduceTill);
        const nothing = () => {};
        const ports = { now: () => 0, newTicketId: () => 'T2', statusChanged: nothing, disconnected: nothing };
        listenInto(store, { ...ports, connected: nothing }).connected({ run: 'A', position: 7 });
        expect(store.get().position).toEqual({ run: 'A', position: 7 });
    });

    test('a link that changes asks for the price again', () => {
        const link: AgentEvent = { type: 'link', run: 'A', position: 5, at: 0, data: { state: 'down' } };
        expect(take(link, false, 0).till.sale.revision).toBe(1);
    });

    test('everything but scans is a reason to look at the status', () => {
        expect(take({ type: 'sync', run: 'A', position: 5, at: 0, data: { pending_operations: 1 } }, false, 0).looks).toBe(
            1,
        );
        expect(take(scan(0), false, 0).looks).toBe(0);
    });
});
