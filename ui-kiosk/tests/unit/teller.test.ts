import { beforeEach, describe, expect, test } from 'vitest';
import { smallChange, toTake } from '../../app/sale/sale';
import { createStore } from '../../app/till/store';
import type { Store } from '../../app/till/store';
import { Teller } from '../../app/till/teller';
import type { Till, TillEvent } from '../../app/till/till';
import { newTill, reduceTill } from '../../app/till/till';
import {
    FakeAgent,
    Timers,
    checkout,
    committed,
    digest,
    no,
    ok,
    problem,
    product,
    quoted,
    scanOf,
    settled,
    unreachable,
} from './support';

let agent: FakeAgent;
let timers: Timers;
let store: Store<Till, TillEvent>;
let locked: number;

function begin(till: Till = newTill('T1')): Teller {
    store = createStore(till, reduceTill);
    return new Teller(store, {
        api: agent.api,
        later: timers.later,
        now: () => 0,
        newTicketId: () => 'T-spare',
        lockedOut: () => ++locked,
    });
}

function scanTea(): void {
    store.dispatch({ type: 'scanned', scan: scanOf({ product: product('TEA') }), spare_ticket_id: 'T2' });
}

async function reachCommit(): Promise<void> {
    scanTea();
    await agent.answer('quote', ok(quoted(1200)));
    store.dispatch({ type: 'pay', at: 0 });
    await agent.answer('openCheckout', ok(checkout('T1', 1200)));
}

const names = () => agent.calls.map(call => call.name);

beforeEach(() => {
    agent = new FakeAgent();
    timers = new Timers();
    locked = 0;
});

describe('pricing', () => {
    test('that was refused for a sale is asked for the next one', async () => {
        begin();
        scanTea();
        await agent.answer('quote', no(problem('unknown_product', 422)));
        store.dispatch({ type: 'discard', spare_ticket_id: 'T2' });
        scanTea();
        expect(names()).toEqual(['quote']);
        await agent.answer('quote', ok(quoted(1200)));
        expect(store.get().sale.priced?.answer).toEqual(quoted(1200));
    });

    test('a burst of scans is priced as fast as the agent goes, and at the end as it stands', async () => {
        begin();
        for (let n = 0; n < 50; ++n) scanTea();
        expect(names()).toEqual(['quote']);
        await agent.answer('quote', ok(quoted(1200)));
        expect(names()).toEqual(['quote']);
        expect(agent.calls[0]?.input[0]).toMatchObject({ lines: [{ quantity: 50_000 }] });
        await agent.answer('quote', ok(quoted(60_000)));
        expect(names()).toEqual([]);
    });

    test('no answer is asked for again, ever more slowly but never slower than four seconds', async () => {
        begin();
        scanTea();
        const waits = [];
        for (let n = 0; n < 7; ++n) {
            await agent.answer('quote', no(unreachable));
            waits.push(...timers.waits());
            expect(names()).toEqual([]);
            timers.runAll();
        }
        expect(waits).toEqual([250, 500, 1000, 2000, 4000, 4000, 4000]);
        await agent.answer('quote', ok(quoted(1200)));
        expect(store.get().sale.problem).toBeNull();
    });

    test('what was refused is asked again only when the basket changes', async () => {
        begin();
        scanTea();
        await agent.answer('quote', no(problem('unknown_product', 422)));
        expect(names()).toEqual([]);
        expect(store.get().sale.problem?.code).toBe('unknown_product');
        scanTea();
        expect(names()).toEqual(['quote']);
    });
});

describe('booking', () => {
    test('is told under the ticket’s own key until it is answered', async () => {
        begin();
        await reachCommit();
        const first = agent.calls[0]?.input;
        expect(first).toEqual(['C-T1', 'T1', { quote_hash: digest, tenders: [{ kind: 'cash', amount: 1200 }] }]);
        await agent.answer('commit', no({ code: 'timed_out', title: '', status: 0 }));
        timers.runAll();
        expect(agent.calls[0]?.input).toEqual(first);
        await agent.answer('commit', no(problem('unavailable', 503)));
        timers.runAll();
        expect(agent.calls[0]?.input).toEqual(first);
        await agent.answer('commit', ok(committed('T1', 1200)));
        expect(store.get().sale.phase.at).toBe('done');
        expect(names()).toEqual([]);
    });

    test('goes on in a page that was loaded anew', async () => {
        begin();
        await reachCommit();
        const kept = JSON.parse(JSON.stringify(store.get())) as Till;
        const first = agent.take()[0];
        begin(kept);
        expect(agent.calls[0]).toMatchObject({ name: 'commit', input: first?.input });
    });

    test('an answer for a sale of nothing carries no payment', async () => {
        begin();
        scanTea();
        await agent.answer('quote', ok(quoted(0)));
        store.dispatch({ type: 'pay', at: 0 });
        await agent.answer('openCheckout', ok(checkout('T1', 0)));
        expect(agent.calls[0]?.input[2]).toMatchObject({ tenders: [] });
    });

    test('what is below a whole unit is let go where that is wished, of the price that is booked', async () => {
        begin();
        scanTea();
        await agent.answer('quote', ok(quoted(1298)));
        store.dispatch({ type: 'rounding_toggled' });
        expect([smallChange(store.get().sale), toTake(store.get().sale)]).toEqual([98, 1200]);
        expect(names(), 'no new price').toEqual([]);
        store.dispatch({ type: 'pay', at: 0 });
        await agent.answer('openCheckout', ok(checkout('T1', 1298)));
        const request = { rounding: 98, tenders: [{ kind: 'cash', amount: 1200 }] };
        expect(agent.calls[0]?.input[2]).toMatchObject(request);
        const refused = { ...problem('basket_invalid', 422), field: '/rounding' };
        await agent.answer('commit', no(refused));
        expect(store.get().sale).toMatchObject({ rounds: false, problem: refused, phase: { at: 'editing' } });
    });

    test('a checkout for a basket that has changed meanwhile is opened again for the new one', async () => {
        begin();
        scanTea();
        await agent.answer('quote', ok(quoted(1200)));
        store.dispatch({ type: 'pay', at: 0 });
        store.dispatch({ type: 'edit' });
        scanTea();
        await agent.answer('quote', ok(quoted(1200)));
        await agent.answer('quote', ok(quoted(1200)));
        store.dispatch({ type: 'pay', at: 0 });
        await agent.answer('openCheckout', ok(checkout('T1', 1200)));
        expect(store.get().sale.phase.at).toBe('opening');
        expect(agent.calls[0]).toMatchObject({ name: 'openCheckout', input: [{ lines: [{ quantity: 2000 }] }] });
    });
});

describe('giving back', () => {
    test('is repeated until it is heard, and a refusal means that nothing is held any more', async () => {
        begin({ ...newTill('T1'), given_up: ['C1', 'C2'] });
        await agent.answer('cancel', no(unreachable));
        timers.runAll();
        await agent.answer('cancel', no(problem('already_committed', 409)));
        await agent.answer('cancel', ok(checkout('T0', 1)));
        expect(store.get().given_up).toEqual([]);
        expect(names()).toEqual([]);
    });
});

test('a browser that is not let in asks nothing until it is', async () => {
    const teller = begin();
    scanTea();
    await agent.answer('quote', no(problem('token_missing_or_wrong', 401)));
    expect(locked).toBe(1);
    scanTea();
    await settled();
    expect(names()).toEqual([]);
    teller.letIn();
    await agent.answer('quote', ok(quoted(2400)));
    expect(store.get().sale.problem).toBeNull();
    expect(store.get().sale.lines[0]?.quantity).toBe(2000);
});
