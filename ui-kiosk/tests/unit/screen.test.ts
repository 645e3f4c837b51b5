import { describe, expect, test } from 'vitest';
import { createStore } from '../../app/till/store';
import { tabMemory } from '../../app/till/memory';
import { newTill, reduceTill } from '../../app/till/till';
import { dataAge, newDesk, reduceDesk } from '../../app/shell/desk';
import { lineKey } from '../../app/shell/keys';
import { StatusWatch } from '../../app/shell/status_watch';
import type { Status } from '../../api/types';
import { reduce } from '../../app/sale/reduce';
import { newSale } from '../../app/sale/sale';
import { FakeAgent, Timers, no, ok, problem, product, scanOf, unreachable } from './support';

const status = { data_age: 1000 } as Status;

class FakeStorage {
    readonly kept = new Map<string, string>();
    full = false;
    getItem(key: string): string | null {
        return this.kept.get(key) ?? null;
    }
    setItem(key: string, value: string): void {
        if (this.full) throw new DOMException('full', 'QuotaExceededError');
        this.kept.set(key, value);
    }
}

describe('the store', () => {
    test('tells of changes in order, also of those that come while it tells', () => {
        const store = createStore<number[], number>([], (list, n) => [...list, n]);
        const seen: string[] = [];
        store.subscribe(() => {
            seen.push(store.get().join());
            if (store.get().length === 1) store.dispatch(2);
        });
        store.dispatch(1);
        expect(seen).toEqual(['1', '1,2']);
    });

    test('goes on after a listener that failed', () => {
        const store = createStore(1, (_value, next: number) => next);
        const leave = store.subscribe(() => {
            throw new Error('a fault');
        });
        expect(() => store.dispatch(2)).toThrow('a fault');
        leave();
        store.dispatch(3);
        expect(store.get()).toBe(3);
    });

    test('says nothing where nothing changed, nor to those who left', () => {
        const store = createStore(1, (value, next: number) => next || value);
        let told = 0;
        const leave = store.subscribe(() => ++told);
        store.dispatch(0);
        leave();
        store.dispatch(2);
        expect(told).toBe(0);
    });
});

describe('the memory of a tab', () => {
    test('brings the till back as it was', () => {
        const memory = tabMemory(new FakeStorage() as unknown as Storage);
        expect(memory.load()).toBeNull();
        const till = reduceTill(newTill('T1'), {
            type: 'scanned',
            scan: scanOf({ product: product('TEA') }),
            spare_ticket_id: 'x',
        });
        memory.save(till);
        expect(memory.load()).toEqual(till);
    });

    test('that is broken or full stops nothing, and says so', () => {
        const storage = new FakeStorage();
        const memory = tabMemory(storage as unknown as Storage);
        const said: unknown[] = [];
        const error = console.error;
        console.error = (...what: unknown[]) => said.push(what[0]);
        memory.save(newTill('T1'));
        const [key] = storage.kept.keys();
        for (const text of ['{', 'null', '[]', '{"sale":{"ticket_id":"T1"},"waiting":[],"given_up":[]}']) {
            storage.kept.set(key ?? '', text);
            expect(memory.load(), text).toBeNull();
        }
        storage.full = true;
        memory.save(newTill('T2'));
        console.error = error;
        expect(said).toEqual([...Array(4).fill('till.memory_malformed'), 'till.memory_failed']);
    });
});

describe('the desk', () => {
    test('data grow older while the agent does not answer', () => {
        const up = reduceDesk(newDesk('en'), { type: 'status', status, now: 10_000 });
        expect(dataAge(up)).toBe(1000);
        expect(dataAge(reduceDesk(up, { type: 'agent_down', now: 70_000 }))).toBe(61_000);
    });

    test('what HQ never sent has no age', () => {
        expect(dataAge(newDesk('en'))).toBeNull();
        expect(
            dataAge(reduceDesk(newDesk('en'), { type: 'status', status: { ...status, data_age: -1 }, now: 0 })),
        ).toBeNull();
    });

    test('a wrong code is forgotten when the right one came', () => {
        const wrong = reduceDesk(reduceDesk(newDesk('en'), { type: 'locked_out' }), { type: 'not_let_in', why: 'wrong' });
        expect([wrong.let_in, wrong.not_let_in]).toEqual([false, 'wrong']);
        expect(reduceDesk(wrong, { type: 'let_in' })).toMatchObject({ let_in: true, not_let_in: null });
    });
});

describe('the watch on the agent', () => {
    function begin() {
        const agent = new FakeAgent();
        const timers = new Timers();
        const desk = createStore(newDesk('en'), reduceDesk);
        const watch = new StatusWatch(desk, agent.api, timers.later, () => 0);
        watch.changed();
        timers.runAll();
        return { agent, timers, desk, watch };
    }

    test('asks at intervals; a burst of events is one question', async () => {
        const { agent, timers, watch } = begin();
        await agent.answer('status', ok(status));
        expect(timers.waits()).toEqual([5000]);
        watch.changed();
        watch.changed();
        expect(timers.waits()).toEqual([150]);
        timers.runAll();
        watch.changed();
        await agent.answer('status', ok(status));
        expect(timers.waits()).toEqual([150]);
    });

    test('tells an agent that is silent from one that refuses and one that is busy', async () => {
        const { agent, timers, desk } = begin();
        await agent.answer('status', no(problem('unavailable', 503)));
        expect([desk.get().agent_up, desk.get().let_in]).toEqual([null, null]);
        timers.runAll();
        await agent.answer('status', no(unreachable));
        expect([desk.get().agent_up, desk.get().let_in]).toEqual([false, null]);
        timers.runAll();
        await agent.answer('status', no(problem('token_missing_or_wrong', 401)));
        expect(desk.get().let_in).toBe(false);
        timers.runAll();
        await agent.answer('status', ok(status));
        expect([desk.get().agent_up, desk.get().let_in]).toEqual([true, true]);
    });
});

describe('keys', () => {
    const two = ['TEA', 'CUP'].reduce(
        (sale, sku) => reduce(sale, { type: 'product', product: product(sku) }),
        newSale('T1'),
    );

    test('change and mark lines', () => {
        expect(lineKey(two, 'ArrowRight')).toEqual({ type: 'quantity', line_no: 2, quantity: 2000 });
        expect(lineKey(two, 'ArrowLeft')).toEqual({ type: 'quantity', line_no: 2, quantity: 0 });
        expect(lineKey(two, 'Delete')).toEqual({ type: 'quantity', line_no: 2, quantity: 0 });
        expect(lineKey(two, 'ArrowUp')).toEqual({ type: 'selected', line_no: 1 });
        expect(lineKey(two, 'ArrowDown')).toEqual({ type: 'selected', line_no: 2 });
    });

    test('leave everything else to the scan box', () => {
        for (const key of ['1', 'C', '+', 'Enter', 'F9']) expect(lineKey(two, key)).toBeNull();
        expect(lineKey(newSale('T1'), 'ArrowRight')).toBeNull();
    });
});
