import { beforeEach, describe, expect, test } from 'vitest';
import type { ReturnPreview, Ticket, TicketDetail, TicketKey } from '../../api/types';
import { returnLineKey } from '../../app/shell/keys';
import type { ReturningEvent } from '../../app/returns/reduce';
import { reduceReturning } from '../../app/returns/reduce';
import type { Choice, Returning } from '../../app/returns/returning';
import { currentPreview, mayConfirm, newReturning, parseKey, previewRequest, summaryOf } from '../../app/returns/returning';
import { confirm_ms_least } from '../../app/sale/reduce';
import { ReturnTeller } from '../../app/till/return_teller';
import type { Store } from '../../app/till/store';
import { createStore } from '../../app/till/store';
import type { Till, TillEvent } from '../../app/till/till';
import { newTill, reduceTill } from '../../app/till/till';
import { FakeAgent, member, no, ok, problem, product, quote, scanOf, Timers, unreachable } from './support';

function key(ticket_id: string): TicketKey {
    return { store_id: 'S001', register_id: 'R01', business_day: '2026-03-02', ticket_id };
}

function ticket(ticket_id: string): Ticket {
    return { seq: 1, at: 7, ticket: key(ticket_id), basket: { lines: [] }, quote: quote(3000), tenders: [] };
}

/** Three pieces of tea, of which one is back, and 0.385 kg of ham. */
function detail(ticket_id = 'T-1'): TicketDetail {
    return {
        ...ticket(ticket_id),
        basket: {
            member_id: 'M1',
            lines: [
                { line_no: 1, sku: 'TEA', quantity: 3000, name: 'Tea' },
                { line_no: 2, sku: 'HAM', quantity: 385, weighed: true },
            ],
        },
        tenders: [
            { kind: 'cash', amount: 100 },
            { kind: 'alipay', amount: 2900 },
            { kind: 'exchange', amount: 5000 },
        ],
        left: [
            { line_no: 1, sold: 3000, returned: 1000, left: 2000 },
            { line_no: 2, sold: 385, returned: 0, left: 385 },
        ],
        returns: [],
    };
}

function preview(refund: number, more: Partial<ReturnPreview> = {}): ReturnPreview {
    return {
        ticket: key('T-1'),
        lines: [],
        totals: quote(refund).totals,
        burn: 0,
        earn: 0,
        whole: false,
        voided: false,
        deducted: 0,
        deduction: 0,
        gifts: [],
        refund,
        coupons: [],
        cards: [],
        left: [],
        ...more,
    };
}

const gift = { gift_missing: { skus: ['CUP'], gift_value: 500, choices: ['deduct' as const, 'waive' as const] } };

function play(returning: Returning, ...events: ReturningEvent[]): Returning {
    return events.reduce(reduceReturning, returning);
}

const opened = newReturning('R-1', 'S001', '2026-03-09');
const listed: ReturningEvent = { type: 'listed', tickets: [summaryOf(ticket('T-2')), summaryOf(ticket('T-1'))] };

function choosing(...events: ReturningEvent[]): Returning {
    return play(opened, listed, { type: 'find', text: 'T-1' }, { type: 'found', detail: detail() }, ...events);
}

function choiceOf({ phase }: Returning): Choice {
    if (phase.at === 'finding') throw new Error('no ticket is chosen yet');
    return phase.choice;
}

const one_tea: ReturningEvent = { type: 'product', sku: 'TEA' };

function priced(refund: number, more: Partial<ReturnPreview> = {}): Returning {
    const asked = choosing(one_tea);
    return play(asked, { type: 'previewed', revision: choiceOf(asked).revision, preview: preview(refund, more) });
}

describe('finding the ticket', () => {
    test('by its number among this till’s own, in capitals or not, as soon as these are here', () => {
        const waiting = play(opened, { type: 'find', text: ' t-1 ' });
        expect(waiting.phase).toMatchObject({ at: 'finding', looking: 't-1', wanted: null });
        expect(play(waiting, listed).phase).toMatchObject({ looking: null, wanted: key('T-1') });
    });

    test('by its key it may be any till’s', () => {
        const found = play(opened, { type: 'find', text: 'S002/R7/2026-03-01/T.9' });
        expect(found.phase).toMatchObject({
            wanted: { store_id: 'S002', register_id: 'R7', business_day: '2026-03-01', ticket_id: 'T.9' },
        });
        for (const text of ['S002/R7/T9', 'S002/R7/01.03.2026/T9', 'a b/R/2026-03-01/T', '/R/2026-03-01/T'])
            expect(parseKey(text), text).toBeNull();
    });

    test('a number that this till does not know is said, and nothing is asked', () => {
        const lost = play(opened, listed, { type: 'find', text: 'T-9' });
        expect(lost.problem?.code).toBe('ticket_unknown');
        expect(lost.phase).toMatchObject({ looking: null, wanted: null });
    });

    test('what was not heard is asked again, what was refused is not', () => {
        const asked = play(opened, { type: 'picked', ticket: key('T-1') });
        expect(play(asked, { type: 'find_failed', problem: unreachable }).phase).toMatchObject({ wanted: key('T-1') });
        const refused = play(asked, { type: 'find_failed', problem: problem('ticket_not_here', 404) });
        expect(refused).toMatchObject({ phase: { wanted: null }, problem: { code: 'ticket_not_here' } });
    });

    test('an answer about another ticket than the one that is wanted now changes nothing', () => {
        const asked = play(opened, { type: 'picked', ticket: key('T-2') });
        expect(play(asked, { type: 'found', detail: detail('T-1') })).toBe(asked);
    });
});

describe('choosing goods', () => {
    test('never more than is left, nor less than nothing', () => {
        const many = choosing({ type: 'quantity', line_no: 1, quantity: 9000 });
        expect(choiceOf(many).quantities).toEqual({ 1: 2000 });
        expect(choiceOf(play(many, { type: 'quantity', line_no: 1, quantity: -1000 })).quantities).toEqual({ 1: 0 });
        const odd = choosing({ type: 'quantity', line_no: 1, quantity: Number.NaN });
        expect(choiceOf(odd).quantities).toEqual({});
    });

    test('each scan is one more piece; what was weighed comes back as it is', () => {
        const some = choosing(one_tea, one_tea, { type: 'product', sku: 'HAM' });
        expect(choiceOf(some).quantities).toEqual({ 1: 2000, 2: 385 });
        const over = play(some, one_tea);
        expect(over.problem?.code).toBe('not_on_ticket');
        expect(choiceOf(over).quantities).toEqual({ 1: 2000, 2: 385 });
        expect(choosing({ type: 'product', sku: 'CUP' }).problem?.code).toBe('not_on_ticket');
    });

    test('goods of a line that were exchanged are known by what they are now', () => {
        const told = detail();
        const left = told.left.map(line =>
            line.line_no === 1 ? { ...line, skus: [{ sku: 'MINT', quantity: 2000 }] } : line,
        );
        const found = play(opened, { type: 'picked', ticket: key('T-1') }, { type: 'found', detail: { ...told, left } });
        expect(choiceOf(play(found, { type: 'product', sku: 'MINT' })).quantities).toEqual({ 1: 1000 });
        expect(play(found, one_tea).problem?.code).toBe('not_on_ticket');
    });

    test('all of it is all that is left', () => {
        expect(previewRequest(choiceOf(choosing({ type: 'everything' })))?.lines).toEqual([
            { line_no: 1, quantity: 2000 },
            { line_no: 2, quantity: 385 },
        ]);
    });

    test('the money goes back as most of it came, and never as an exchange', () =>
        expect(choiceOf(choosing()).tender).toBe('alipay'));

    test('keys mark a line and change how much of it comes back', () => {
        const choice = choiceOf(choosing(one_tea));
        expect(returnLineKey(choice, 'ArrowRight')).toEqual({ type: 'quantity', line_no: 1, quantity: 2000 });
        expect(returnLineKey(choice, 'ArrowLeft')).toEqual({ type: 'quantity', line_no: 1, quantity: 0 });
        expect(returnLineKey(choice, 'ArrowDown')).toEqual({ type: 'selected', line_no: 2 });
        expect(returnLineKey({ ...choice, selected_line: 2 }, 'ArrowRight')).toMatchObject({ quantity: 385 });
        expect(returnLineKey(choice, 'x')).toBeNull();
    });
});

describe('what goes back', () => {
    test('is known for the very goods that are chosen only', () => {
        const seen = priced(1000);
        expect(mayConfirm(seen)).toBe(true);
        const more = play(seen, one_tea);
        expect([currentPreview(choiceOf(more)), mayConfirm(more)]).toEqual([null, false]);
        const late: ReturningEvent = { type: 'previewed', revision: choiceOf(seen).revision, preview: preview(1) };
        expect(play(more, late)).toBe(more);
        expect(play(more, { type: 'confirm' }).phase.at).toBe('choosing');
    });

    test('a gift that stays has to be decided about, anew for other goods', () => {
        const asked = priced(1000, gift);
        expect(mayConfirm(asked)).toBe(false);
        const waived = play(asked, { type: 'gifts', gifts: 'waive', approver_id: 'E9' });
        expect(previewRequest(choiceOf(waived))).toMatchObject({ gifts: 'waive', approver_id: 'E9' });
        expect(previewRequest(choiceOf(play(waived, one_tea)))).toMatchObject({ gifts: 'ask' });
        expect(previewRequest(choiceOf(play(waived, one_tea)))?.approver_id).toBeUndefined();
        expect(previewRequest(choiceOf(play(asked, { type: 'gifts', gifts: 'waive', approver_id: '' })))).toBeNull();
    });

    test('is asked anew where HQ went or came back', () => {
        expect(mayConfirm(play(priced(1000), { type: 'reprice' }))).toBe(false);
    });
});

describe('booking', () => {
    test('what a person has seen is what is asked for, under the return’s own number', () => {
        expect(play(priced(1000), { type: 'confirm' }).phase).toMatchObject({
            at: 'booking',
            request: {
                ticket: key('T-1'),
                return_key: { store_id: 'S001', register_id: 'R01', business_day: '2026-03-09', ticket_id: 'R-1' },
                lines: [{ line_no: 1, quantity: 1000 }],
                refunds: [{ kind: 'alipay', amount: 1000 }],
            },
        });
    });

    test('goods for which nothing was paid carry no money', () => {
        expect(play(priced(0), { type: 'confirm' }).phase).toMatchObject({ request: { refunds: [] } });
    });

    test('nothing changes a return whose booking was not heard of', () => {
        const booking = play(priced(1000), { type: 'confirm' });
        const events: ReturningEvent[] = [
            one_tea,
            { type: 'everything' },
            { type: 'back' },
            { type: 'tender', tender: 'cash' },
            { type: 'confirm' },
            { type: 'reprice' },
        ];
        for (const event of events) expect(play(booking, event), event.type).toBe(booking);
    });

    test('a refusal goes back to the goods and stays to be read, until something is changed', () => {
        const booking = play(priced(1000), { type: 'confirm' });
        const why = problem('over_returned', 409);
        const refused = play(booking, { type: 'return_failed', problem: why, spare_return_id: 'R-2' });
        expect(refused).toMatchObject({ return_id: 'R-1', problem: why, phase: { at: 'choosing' } });
        expect(mayConfirm(refused)).toBe(false);
        const again = play(refused, { type: 'previewed', revision: choiceOf(refused).revision, preview: preview(900) });
        expect(again.problem).toBe(why);
        expect(play(again, one_tea).problem).toBeNull();
    });

    test('a number that another return has is not tried again', () => {
        const booking = play(priced(1000), { type: 'confirm' });
        const why = problem('ticket_id_reused', 409);
        expect(play(booking, { type: 'return_failed', problem: why, spare_return_id: 'R-2' }).return_id).toBe('R-2');
    });
});

describe('the till', () => {
    let store: Store<Till, TillEvent>;
    let agent: FakeAgent;
    let timers: Timers;
    let locked = 0;

    function begin(till = newTill('T1')): ReturnTeller {
        agent = new FakeAgent();
        timers = new Timers();
        store = createStore(till, reduceTill);
        return new ReturnTeller(store, {
            api: agent.api,
            later: timers.later,
            now: () => 5000,
            newReturnId: () => 'R-2',
            lockedOut: () => ++locked,
        });
    }
    const names = () => agent.calls.map(call => call.name);
    const tell = (event: ReturningEvent) => store.dispatch({ type: 'returning', event });
    const scan = (what: Parameters<typeof scanOf>[0]) =>
        store.dispatch({ type: 'scanned', scan: scanOf(what), spare_ticket_id: 'x' });
    const returning = () => store.get().returning;

    function open(): void {
        store.dispatch({ type: 'return_opened', return_id: 'R-1', store_id: 'S001', business_day: '2026-03-09' });
    }

    /** A ticket is chosen, all of its names are known. */
    async function reachGoods(): Promise<void> {
        open();
        await agent.answer('tickets', ok({ tickets: [ticket('T-1')] }));
        scan({ value: 'T-1' });
        await agent.answer('ticket', ok(detail()));
        await agent.answer('product', ok({ products: [product('TEA')] }));
        await agent.answer('product', ok({ products: [] }));
        await agent.answer('member', ok(member('M1')));
    }

    async function reachBooking(): Promise<void> {
        await reachGoods();
        scan({ kind: 'product', product: product('TEA') });
        await agent.answer('previewReturn', ok(preview(1000)));
        tell({ type: 'confirm' });
    }

    beforeEach(() => {
        locked = 0;
        begin();
    });

    test('asks for names and member once, be they known or not', async () => {
        await reachGoods();
        expect(names()).toEqual([]);
        const { phase } = returning() ?? opened;
        expect(phase).toMatchObject({ choice: { names: { TEA: { en: 'Item TEA' } }, member: { member_id: 'M1' } } });
    });

    test('tells a booking under the return’s number until it is answered, also from a page that was loaded anew', async () => {
        await reachBooking();
        const first = agent.calls[0]?.input;
        expect(first?.[0]).toBe('R-1');
        await agent.answer('takeReturn', no(unreachable));
        timers.runAll();
        expect(agent.calls[0]?.input).toEqual(first);
        await agent.answer('takeReturn', no(problem('unavailable', 503)));
        const kept = JSON.parse(JSON.stringify(store.get())) as Till;
        begin(kept);
        expect(agent.calls[0]).toMatchObject({ name: 'takeReturn', input: first });
        await agent.answer('takeReturn', ok({ refund: 1000 }));
        expect(returning()?.phase).toMatchObject({ at: 'done', returned: { refund: 1000 } });
        expect(names()).toEqual([]);
    });

    test('cannot be left while nobody knows if it is booked; nor by a key that bounces afterwards', async () => {
        await reachBooking();
        store.dispatch({ type: 'return_closed', at: 9000 });
        expect(returning()?.phase.at).toBe('booking');
        await agent.answer('takeReturn', ok({ refund: 1000 }));
        store.dispatch({ type: 'return_closed', at: 5000 + confirm_ms_least - 1 });
        expect(returning()?.phase.at).toBe('done');
        store.dispatch({ type: 'return_closed', at: 5000 + confirm_ms_least });
        expect(returning()).toBeNull();
    });

    test('what was refused is asked again only when the choice or the link changes', async () => {
        await reachGoods();
        scan({ kind: 'product', product: product('TEA') });
        await agent.answer('previewReturn', no(problem('risk_limit', 422)));
        expect([names(), returning()?.problem?.code]).toEqual([[], 'risk_limit']);
        store.dispatch({ type: 'reprice' });
        expect(names()).toEqual(['previewReturn']);
        await agent.answer('previewReturn', no(problem('risk_limit', 422)));
    });

    test('what was refused of a choice is no word about another one of the same ticket', async () => {
        await reachGoods();
        scan({ kind: 'product', product: product('TEA') });
        await agent.answer('previewReturn', no(problem('risk_limit', 422)));
        tell({ type: 'back' });
        await agent.answer('tickets', ok({ tickets: [ticket('T-1')] }));
        tell({ type: 'find', text: 'T-1' });
        await agent.answer('ticket', ok(detail()));
        tell({ type: 'quantity', line_no: 2, quantity: 385 });
        expect(names()).toContain('previewReturn');
    });

    test('scans go to the return while it is chosen, to the sale before and after, and none is lost', async () => {
        scan({ kind: 'product', product: product('CUP') });
        await reachBooking();
        scan({ kind: 'product', product: product('CUP') });
        expect(store.get().sale.lines[0]?.quantity, 'while it is booked').toBe(2000);
        await agent.answer('takeReturn', ok({ refund: 1000 }));
        scan({ kind: 'product', product: product('CUP') });
        expect([returning(), store.get().sale.lines[0]?.quantity]).toEqual([null, 3000]);
    });

    test('a member’s code is none of a ticket’s goods, and said', async () => {
        await reachGoods();
        scan({ kind: 'member_code', value: 'CFM1', member: member('M1') });
        expect(store.get().notice).toMatchObject({ tone: 'error' });
        expect(store.get().sale.member).toBeNull();
    });

    test('is not opened over a sale whose price or booking is asked for', () => {
        for (const at of ['opening', 'confirming', 'committing'] as const) {
            const till = newTill('T1');
            begin({ ...till, sale: { ...till.sale, phase: { at } as Till['sale']['phase'] } });
            open();
            expect(returning(), at).toBeNull();
        }
    });

    test('a browser that is not let in asks nothing until it is', async () => {
        const teller = begin();
        open();
        await agent.answer('tickets', no(problem('token_missing_or_wrong', 401)));
        expect([locked, names()]).toEqual([1, []]);
        teller.letIn();
        expect(names()).toEqual(['tickets']);
    });
});
