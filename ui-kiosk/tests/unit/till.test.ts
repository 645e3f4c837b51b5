import { describe, expect, test } from 'vitest';
import { confirm_ms_least } from '../../app/sale/reduce';
import type { Till, TillEvent } from '../../app/till/till';
import { mayDiscard, newTill, reduceTill, waiting_max } from '../../app/till/till';
import { checkout, committed, coupon, member, product, quoted, scanOf } from './support';

function play(till: Till, ...events: TillEvent[]): Till {
    return events.reduce(reduceTill, till);
}

function scan(what: Parameters<typeof scanOf>[0], spare_ticket_id = 'T-next'): TillEvent {
    return { type: 'scanned', scan: scanOf(what), spare_ticket_id };
}

const tea = scan({ kind: 'product', product: product('TEA') });

function committing(): Till {
    const till = play(newTill('T1'), tea);
    return play(
        till,
        { type: 'quoted', revision: till.sale.revision, answer: quoted(1200) },
        { type: 'pay', at: 0 },
        { type: 'opened', revision: till.sale.revision, checkout: checkout('T1', 1200), at: 0 },
    );
}

function done(): Till {
    return play(committing(), { type: 'committed', committed: committed('T1', 1200), at: 0 });
}

describe('a scan', () => {
    test('brings what is behind it into the sale', () => {
        const till = play(
            newTill('T1'),
            tea,
            scan({ kind: 'member_code', proof: 'code', member: member('M1') }),
            scan({ kind: 'coupon', coupon: coupon('C1') }),
        );
        expect(till.sale.lines).toHaveLength(1);
        expect([till.sale.member?.member_id, till.sale.proof, till.sale.coupons]).toEqual(['M1', 'code', ['C1']]);
    });

    test('of a coupon counts also when the member comes after it', () => {
        const till = play(
            newTill('T1'),
            tea,
            scan({ kind: 'coupon', coupon: coupon('C1') }),
            scan({ kind: 'member_code', proof: 'code', member: member('M1', [coupon('C2')]) }),
        );
        expect(till.sale.coupons).toEqual(['C1']);
    });

    test('that leads to nothing is told, and changes nothing', () => {
        const before = play(newTill('T1'), tea);
        const cases = [
            ['product', 'unknown_product'],
            ['member_code', 'unknown_member'],
            ['card_no', 'unknown_member'],
            ['phone', 'unknown_member'],
            ['coupon', 'unknown_coupon'],
            ['damaged', 'damaged'],
            ['unknown', 'unknown_code'],
        ] as const;
        for (const [kind, code] of cases) {
            const till = play(before, scan({ kind, value: 'X1', found: false }));
            expect(till.notice, kind).toMatchObject({ tone: 'error', code, value: 'X1' });
            expect(till.sale, kind).toBe(before.sale);
        }
    });

    test('that the agent refuses is told with its reason', () => {
        const told = (refused: string) =>
            play(newTill('T1'), { type: 'scanned', scan: { refused }, spare_ticket_id: 'T2' }).notice?.code;
        expect([told('not_ready'), told('erased'), told('merged')]).toEqual(['not_ready', 'member_erased', 'scan_refused']);
    });

    test('of a payment code says how it is paid, and shows nothing of the code', () => {
        const till = play(newTill('T1'), tea, scan({ kind: 'alipay' }));
        expect(till.sale.tender).toBe('alipay');
        expect(till.notice).toMatchObject({ code: 'payment_code', value: '' });
    });

    test('of another member says who it was before', () => {
        const till = play(newTill('T1'), scan({ member: member('M1') }), scan({ member: member('M2') }));
        expect(till.notice).toMatchObject({ tone: 'info', code: 'other_member', value: 'Name M1' });
    });

    test('the same words twice are two notices, and a good scan ends them', () => {
        const unknown = scan({ kind: 'unknown', value: 'X', found: false });
        const once = play(newTill('T1'), unknown);
        const twice = play(once, unknown);
        expect(twice.notice?.number).toBe((once.notice?.number ?? 0) + 1);
        expect(play(twice, tea).notice).toBeNull();
    });

    test('carries its position along, so that none is taken twice', () => {
        const position = { run: 'R', position: 7 };
        const event: TillEvent = { type: 'scanned', scan: scanOf({}), spare_ticket_id: 'T2', position };
        expect(play(newTill('T1'), event).position).toEqual(position);
        expect(play(committing(), event).position).toEqual(position);
    });
});

describe('while a sale is booked', () => {
    test('scans wait for the next sale, in order', () => {
        const waiting = play(committing(), tea, scan({ kind: 'product', product: product('CUP') }), tea);
        expect(waiting.sale.lines).toHaveLength(1);
        const next = play(
            waiting,
            { type: 'committed', committed: committed('T1', 1200), at: 0 },
            { type: 'next_sale', spare_ticket_id: 'T2', at: confirm_ms_least },
        );
        expect(next.sale.ticket_id).toBe('T2');
        expect(next.sale.lines.map(line => [line.product.sku, line.quantity])).toEqual([
            ['TEA', 2000],
            ['CUP', 1000],
        ]);
        expect(next.waiting).toEqual([]);
    });

    test('they come back to this sale where it is not booked', () => {
        const till = play(committing(), tea, {
            type: 'commit_failed',
            problem: { code: 'quote_stale', title: 'stale', status: 409 },
            spare_ticket_id: 'T2',
        });
        expect(till.sale.lines[0]?.quantity).toBe(2000);
        expect(till.waiting).toEqual([]);
    });

    test('too many are told of', () => {
        let till = committing();
        for (let n = 0; n <= waiting_max; ++n) till = play(till, tea);
        expect(till.waiting).toHaveLength(waiting_max);
        expect(till.notice?.code).toBe('too_many_waiting');
    });

    test('it cannot be thrown away', () => {
        const till = committing();
        expect(mayDiscard(till)).toBe(false);
        expect(play(till, { type: 'discard', spare_ticket_id: 'T2' })).toBe(till);
    });
});

describe('after a sale', () => {
    test('the next scan begins the next one, and the last one stays in sight', () => {
        const till = play(done(), scan({ kind: 'product', product: product('CUP') }, 'T2'));
        expect(till.sale.ticket_id).toBe('T2');
        expect(till.sale.lines.map(line => line.product.sku)).toEqual(['CUP']);
        expect(till.last?.ticket.ticket_id).toBe('T1');
    });

    test('a code that leads to nothing begins a sale without goods', () => {
        const till = play(done(), scan({ kind: 'unknown', value: 'X', found: false }, 'T2'));
        expect(till.sale.lines).toEqual([]);
        expect(till.notice?.code).toBe('unknown_code');
    });

    test('a key that bounces leaves it in sight', () => {
        const till = done();
        expect(play(till, { type: 'next_sale', spare_ticket_id: 'T2', at: confirm_ms_least - 1 })).toBe(till);
        const next = play(till, { type: 'next_sale', spare_ticket_id: 'T2', at: confirm_ms_least });
        expect(next.sale.ticket_id).toBe('T2');
    });

    test('a sale that is not done is not ended by asking for the next', () => {
        const till = play(newTill('T1'), tea);
        expect(play(till, { type: 'next_sale', spare_ticket_id: 'T2', at: confirm_ms_least })).toBe(till);
    });
});

describe('"3*" before a code', () => {
    const thrice: TillEvent = { type: 'scanned', scan: { times: 3 }, spare_ticket_id: 'T2' };

    test('is about the next product', () => {
        expect(play(newTill('T1'), thrice, tea).sale.lines[0]?.quantity).toBe(3000);
    });

    test('begins the next sale after one', () => {
        const till = play(done(), thrice, tea);
        expect(till.sale.ticket_id).toBe('T2');
        expect(till.sale.lines[0]?.quantity).toBe(3000);
    });

    test('waits with its code while a sale is booked', () => {
        const till = play(
            committing(),
            thrice,
            tea,
            { type: 'committed', committed: committed('T1', 1200), at: 0 },
            { type: 'next_sale', spare_ticket_id: 'T2', at: confirm_ms_least },
        );
        expect(till.sale.lines[0]?.quantity).toBe(3000);
    });
});

describe('a sale that is given up', () => {
    test('leaves its late answers behind', () => {
        const given_up = play(newTill('T1'), tea);
        const { revision } = given_up.sale;
        const till = play(given_up, { type: 'discard', spare_ticket_id: 'T2' }, tea, {
            type: 'quoted',
            revision,
            answer: quoted(99),
        });
        expect(till.sale.priced).toBeNull();
    });

    test('gives back what its checkout holds', () => {
        const back = play(committing(), {
            type: 'commit_failed',
            problem: { code: 'quote_stale', title: '', status: 409 },
            spare_ticket_id: 'T2',
        });
        const till = play(back, { type: 'discard', spare_ticket_id: 'T2' });
        expect(till.given_up).toEqual(['C-T1']);
        expect(till.sale.lines).toEqual([]);
        expect(play(till, { type: 'given_back', checkout_id: 'C-T1' }).given_up).toEqual([]);
    });

    test('gives back also what was opened too late to be seen', () => {
        const till = play(newTill('T1'), tea);
        const late = play(
            till,
            { type: 'quoted', revision: till.sale.revision, answer: quoted(1200) },
            { type: 'pay', at: 0 },
            { type: 'edit' },
            { type: 'discard', spare_ticket_id: 'T2' },
            { type: 'opened', revision: till.sale.revision, checkout: checkout('T1', 1200), at: 0 },
        );
        expect(late.given_up).toEqual(['C-T1']);
        expect(late.sale.ticket_id).toBe('T2');
    });
});

test('the currency is known from the first quote on, also between sales', () => {
    const answer = { ...quoted(1200), basket: { lines: [], currency: 'JPY', exponent: 0 as const } };
    const till = play(newTill('T1'), tea, { type: 'quoted', revision: 1, answer });
    expect(till.money).toEqual({ currency: 'JPY', exponent: 0 });
    const next = play(till, { type: 'discard', spare_ticket_id: 'T2' }, tea, {
        type: 'quoted',
        revision: 0,
        answer: quoted(1),
    });
    expect(next.money).toEqual({ currency: 'JPY', exponent: 0 });
});

test('no scan is lost, whatever happens in between', () => {
    // A small generator with a seed: the same worlds in every run.
    let state = 20_260_301;
    const random = (below: number) => {
        state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
        return Math.floor((state / 2 ** 32) * below);
    };
    for (let world = 0; world < 300; ++world) {
        let till = newTill('T0');
        let scanned = 0;
        let sold = 0;
        const count = (one: Till) =>
            one.sale.lines.reduce((sum, line) => sum + line.quantity / 1000, 0) + one.waiting.length;
        for (let step = 0; step < 60; ++step) {
            const { sale } = till;
            const spare = `T${world}-${step}`;
            const choices: TillEvent[] = [
                scan({ product: product('TEA') }, spare),
                scan({ product: product('TEA') }, spare),
                { type: 'quoted', revision: sale.revision, answer: quoted(100 * (1 + random(2))) },
                { type: 'pay', at: step * 1000 },
                {
                    type: 'opened',
                    revision: sale.revision,
                    checkout: checkout(sale.ticket_id, 100 * (1 + random(2))),
                    at: step * 1000,
                },
                {
                    type: 'open_failed',
                    revision: sale.revision,
                    problem: { code: 'full', title: '', status: 507 },
                    spare_ticket_id: 'S',
                },
                { type: 'committed', committed: committed(sale.ticket_id, 100), at: 0 },
                { type: 'commit_failed', problem: { code: 'quote_stale', title: '', status: 409 }, spare_ticket_id: 'S' },
                { type: 'next_sale', spare_ticket_id: spare, at: confirm_ms_least },
                { type: 'edit' },
            ];
            const event = choices[random(choices.length)] as TillEvent;
            const before = till;
            till = reduceTill(till, event);
            if (event.type === 'scanned') ++scanned;
            if (till.sale.ticket_id !== before.sale.ticket_id) {
                expect(before.sale.phase.at).toBe('done');
                sold += before.sale.lines.reduce((sum, line) => sum + line.quantity / 1000, 0);
            }
            expect(sold + count(till), `world ${world}, step ${step}, ${event.type}`).toBe(scanned);
        }
    }
});
