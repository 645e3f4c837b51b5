import { beforeEach, expect, test } from 'vitest';
import { createStore } from '../../app/till/store';
import type { Store } from '../../app/till/store';
import type { Till, TillEvent } from '../../app/till/till';
import { newTill, reduceTill } from '../../app/till/till';
import { Typist } from '../../app/till/typist';
import { FakeAgent, no, ok, problem, product, scanOf, settled, unreachable } from './support';

let agent: FakeAgent;
let store: Store<Till, TillEvent>;
let locked: number;
let typist: Typist;

beforeEach(() => {
    agent = new FakeAgent();
    store = createStore(newTill('T1'), reduceTill);
    locked = 0;
    typist = new Typist(store, { api: agent.api, newTicketId: () => 'T2', lockedOut: () => ++locked });
});

const lines = () => store.get().sale.lines.map(line => [line.product.sku, line.quantity]);

test('codes are asked for one after the other, and "3*" is about its own', async () => {
    typist.enter('A');
    typist.enter('3*B');
    await settled();
    expect(agent.calls.map(call => call.input)).toEqual([['A']]);
    expect(typist.isBusy).toBe(true);
    await agent.answer('identify', ok(scanOf({ product: product('A') })));
    await agent.answer('identify', ok(scanOf({ product: product('B') })));
    expect(lines()).toEqual([
        ['A', 1000],
        ['B', 3000],
    ]);
    expect(typist.isBusy).toBe(false);
});

test('a code that leads to nothing leaves no "3*" behind', async () => {
    typist.enter('3*X');
    await settled();
    await agent.answer('identify', ok(scanOf({ kind: 'unknown', value: 'X', found: false })));
    expect(store.get().sale.times).toBe(1);
    expect(store.get().notice?.code).toBe('unknown_code');
});

test('what was not heard, refused, or not for this browser is told', async () => {
    for (const code of ['A', 'B', 'C']) typist.enter(code);
    await settled();
    await agent.answer('identify', no(unreachable));
    expect(store.get().notice).toMatchObject({ code: 'not_heard', value: 'A' });
    await agent.answer('identify', no(problem('erased', 410)));
    expect(store.get().notice?.code).toBe('member_erased');
    await agent.answer('identify', no(problem('token_missing_or_wrong', 401)));
    expect(locked).toBe(1);
    expect(lines()).toEqual([]);
});
