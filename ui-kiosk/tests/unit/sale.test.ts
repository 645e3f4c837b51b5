import { describe, expect, test } from 'vitest';
import { confirm_ms_least, reduce } from '../../app/sale/reduce';
import type { SaleEvent } from '../../app/sale/reduce';
import type { Sale } from '../../app/sale/sale';
import { basketOf, changesBetween, currentQuote, lines_max, mayPay, newSale, shownQuote } from '../../app/sale/sale';
import {
    checkout,
    committed,
    coupon,
    member,
    problem,
    product,
    purse,
    quote,
    quoted,
    unreachable,
    used,
    usedCard,
} from './support';

function play(sale: Sale, ...events: SaleEvent[]): Sale {
    return events.reduce(reduce, sale);
}

const tea: SaleEvent = { type: 'product', product: product('TEA') };

function priced(due = 1200, coupons = [] as ReturnType<typeof used>[]): Sale {
    const sale = play(newSale('T1'), tea);
    return play(sale, { type: 'quoted', revision: sale.revision, answer: quoted(due, coupons) });
}

function opening(): Sale {
    return play(priced(), { type: 'pay', at: 0 });
}

function open(sale: Sale, due = 1200, coupons = [] as ReturnType<typeof used>[], at = 0): Sale {
    return play(sale, { type: 'opened', revision: sale.revision, checkout: checkout(sale.ticket_id, due, coupons), at });
}

describe('the basket', () => {
    test('the same product again adds to its line, another begins one', () => {
        const sale = play(newSale('T1'), tea, tea, { type: 'product', product: product('CUP') });
        expect(sale.lines.map(line => [line.line_no, line.product.sku, line.quantity])).toEqual([
            [1, 'TEA', 2000],
            [2, 'CUP', 1000],
        ]);
        expect(sale.selected_line).toBe(2);
    });

    test('weighed goods get a line each, as no two weigh the same', () => {
        const ham: SaleEvent = { type: 'product', product: product('HAM', 900, true) };
        expect(play(newSale('T1'), ham, ham).lines).toHaveLength(2);
    });

    test('"times" is for one product only', () => {
        const sale = play(newSale('T1'), { type: 'times', times: 3 }, tea, { type: 'product', product: product('CUP') });
        expect(sale.lines.map(line => line.quantity)).toEqual([3000, 1000]);
    });

    test('a quantity of nothing takes the line out, and no line number comes twice', () => {
        const two = play(newSale('T1'), tea, { type: 'product', product: product('CUP') });
        const one = play(two, { type: 'quantity', line_no: 1, quantity: 0 }, { type: 'product', product: product('PEN') });
        expect(one.lines.map(line => line.line_no)).toEqual([2, 3]);
    });

    test('without lines there is no price', () => {
        const sale = play(priced(), { type: 'quantity', line_no: 1, quantity: 0 });
        expect(shownQuote(sale)).toBeNull();
        expect(mayPay(sale)).toBe(false);
    });

    test('a quantity that is no number, or too much, changes nothing', () => {
        const sale = priced();
        for (const quantity of [Number.NaN, 0.5, 1_000_000_001, Number.MAX_VALUE])
            expect(play(sale, { type: 'quantity', line_no: 1, quantity })).toBe(sale);
    });

    test('one line too many is refused and said', () => {
        let sale = newSale('T1');
        for (let n = 0; n < lines_max; ++n) sale = play(sale, { type: 'product', product: product(`P${n}`) });
        const full = play(sale, { type: 'product', product: product('ONE-MORE') });
        expect(full.lines).toHaveLength(lines_max);
        expect(full.problem?.code).toBe('basket_too_large');
        expect(play(full, { type: 'product', product: product('P1') }).lines[1]?.quantity).toBe(2000);
    });
});

describe('the member', () => {
    test('a stronger proof stays, a weaker one takes nothing away', () => {
        const shown = play(newSale('T1'), { type: 'member', member: member('M1'), proof: 'code' });
        expect(play(shown, { type: 'member', member: member('M1'), proof: 'phone' }).proof).toBe('code');
        const phone = play(newSale('T1'), { type: 'member', member: member('M1'), proof: 'phone' });
        expect(play(phone, { type: 'member', member: member('M1'), proof: 'code' }).proof).toBe('code');
    });

    test('another member brings neither proof, coupons nor points of the one before', () => {
        const first = play(
            newSale('T1'),
            { type: 'member', member: member('M1'), proof: 'code' },
            { type: 'points_toggled' },
            { type: 'coupon_toggled', coupon_id: 'C1' },
        );
        const second = play(first, { type: 'member', member: member('M2'), proof: 'phone' });
        expect([second.proof, second.coupons, second.points]).toEqual(['phone', 'best', 'none']);
        expect(basketOf(second).member_id).toBe('M2');
    });

    test('without the member the basket names none', () => {
        const sale = play(newSale('T1'), { type: 'member', member: member('M1'), proof: 'code' }, { type: 'member_left' });
        expect(basketOf(sale)).not.toHaveProperty('member_id');
        expect(basketOf(sale).proof).toBe('none');
    });
});

describe('coupons', () => {
    test('choosing by hand begins with what the best offer uses', () => {
        const sale = play(priced(1000, [used('C1'), used('C2')]), { type: 'coupon_toggled', coupon_id: 'C1' });
        expect(sale.coupons).toEqual(['C2']);
        expect(play(sale, { type: 'coupon_toggled', coupon_id: 'C3' }).coupons).toEqual(['C2', 'C3']);
        expect(play(sale, { type: 'best_offer' }).coupons).toBe('best');
    });

    test('a scanned coupon is asked for besides those in use, once', () => {
        const sale = play(
            priced(1000, [used('C1')]),
            { type: 'coupon', coupon: coupon('C9') },
            { type: 'coupon', coupon: coupon('C9') },
        );
        expect(sale.coupons).toEqual(['C1', 'C9']);
        expect(sale.scanned_coupons).toHaveLength(1);
    });

    test('the code of another issuer goes along as long as its coupon is chosen', () => {
        const sale = play(newSale('T1'), tea, { type: 'coupon', coupon: { ...coupon('X1'), signed_code: 'ey.a.b' } });
        expect(basketOf(sale).codes).toEqual(['ey.a.b']);
        expect(basketOf(play(sale, { type: 'coupon_toggled', coupon_id: 'X1' })).codes).toBeUndefined();
        expect(basketOf(play(newSale('T2'), tea)).codes).toBeUndefined();
    });
});

describe('pricing', () => {
    test('the answer to an older basket is no price', () => {
        const sale = play(newSale('T1'), tea);
        const late = play(sale, tea, { type: 'quoted', revision: sale.revision, answer: quoted(1200) });
        expect(currentQuote(late)).toBeNull();
        expect(mayPay(late)).toBe(false);
    });

    test('everything that changes the price makes the quote old', () => {
        const edits: SaleEvent[] = [
            tea,
            { type: 'member', member: member('M1'), proof: 'code' },
            { type: 'coupon', coupon: coupon('C9') },
            { type: 'member_left' },
            { type: 'quantity', line_no: 1, quantity: 5000 },
            { type: 'best_offer' },
            { type: 'coupon_toggled', coupon_id: 'C1' },
            { type: 'points_toggled' },
        ];
        for (const event of edits) expect(currentQuote(play(priced(), event)), event.type).toBeNull();
    });

    test('how it is paid does not', () => {
        expect(currentQuote(play(priced(), { type: 'tender', tender: 'card' }))).not.toBeNull();
    });

    test('a link that is gone or back asks for the price again, but not of a checkout', () => {
        const sale = play(priced(), { type: 'reprice' });
        expect(currentQuote(sale)).toBeNull();
        expect(shownQuote(sale)?.totals.due).toBe(1200);
        const asked = open(opening(), 1300);
        expect(play(asked, { type: 'reprice' })).toBe(asked);
    });

    test('what was shown and what comes out are compared', () => {
        const shown = quote(1000, [used('C1')]);
        expect(changesBetween(shown, quote(1000, [used('C1')]))).toEqual([]);
        expect(changesBetween(shown, quote(1100, [used('C1')]))).toEqual(['due']);
        expect(changesBetween(shown, quote(1000, [used('C2')]))).toEqual(['coupons']);
        expect(changesBetween(shown, quote(1000, [used('C1', true)]))).toEqual(['risk']);
        expect(changesBetween(shown, { ...shown, points: { ...shown.points, burn: 5 } })).toEqual(['points']);
        expect(changesBetween(null, shown)).toEqual(['due']);
    });

    test('other uses of a benefit card and other points of a purse are said', () => {
        const cards = { ...quote(1000), cards: [usedCard('K1')] };
        expect(changesBetween(cards, { ...cards, cards: [{ ...usedCard('K1'), uses: 2 }] })).toEqual(['cards']);
        const purses = { ...quote(1000), purses: [purse('stars')] };
        expect(changesBetween(purses, { ...purses, purses: [{ ...purse('stars'), burn: 90 }] })).toEqual(['points']);
        const earns = { ...purse('petals'), burn: 0, earn: 3 };
        expect(changesBetween(purses, { ...purses, purses: [...purses.purses, earns] })).toEqual([]);
    });

    test('a benefit card or a purse that has come to be at risk is seen as well', () => {
        const cards = { ...quote(1000), cards: [usedCard('K1')] };
        expect(changesBetween(cards, { ...cards, cards: [usedCard('K1', true)] })).toEqual(['risk']);
        const purses = { ...quote(1000), purses: [purse('stars'), purse('petals')] };
        const one_at_risk = { ...purses, purses: [purse('stars'), purse('petals', true)] };
        expect(changesBetween(purses, one_at_risk)).toEqual(['risk']);
        expect(changesBetween(one_at_risk, { ...purses, purses: [purse('stars', true), purse('petals')] })).toEqual([
            'risk',
        ]);
        expect(changesBetween(purses, { ...purses, purses: [...purses.purses] })).toEqual([]);
    });
});

describe('benefit cards and purses', () => {
    const buyer: SaleEvent = { type: 'member', member: member('M1'), proof: 'code' };

    function withCard(): Sale {
        const sale = play(newSale('T1'), tea, buyer);
        const answer = { ...quoted(1000), quote: { ...quote(1000), cards: [usedCard('K1')] } };
        return play(sale, { type: 'quoted', revision: sale.revision, answer });
    }

    test('are asked for only where a person chooses otherwise than the best offer', () => {
        expect(basketOf(withCard())).toMatchObject({ points: 'none' });
        expect(basketOf(withCard()).cards).toBeUndefined();
    });

    test('a card is left out and taken in by hand, until the best offer is wanted again', () => {
        const without = play(withCard(), { type: 'card_toggled', card_id: 'K1' });
        expect(basketOf(without).cards).toEqual([]);
        expect(basketOf(play(without, { type: 'card_toggled', card_id: 'K2' })).cards).toEqual(['K2']);
        expect(basketOf(play(without, { type: 'best_offer' })).cards).toBeUndefined();
    });

    test('each purse is burnt for itself, beside the main one or without it', () => {
        const stars = play(withCard(), { type: 'purse_toggled', purse_id: 'stars' });
        expect(basketOf(stars).points).toEqual({ main: 'none', stars: 'max' });
        expect(basketOf(play(stars, { type: 'points_toggled' })).points).toEqual({ main: 'max', stars: 'max' });
        expect(basketOf(play(stars, { type: 'purse_toggled', purse_id: 'stars' })).points).toBe('none');
    });

    test('of one member are none of another’s', () => {
        const chosen = play(
            withCard(),
            { type: 'card_toggled', card_id: 'K1' },
            { type: 'purse_toggled', purse_id: 'stars' },
        );
        const other: SaleEvent = { type: 'member', member: member('M2'), proof: 'code' };
        for (const event of [other, { type: 'member_left' } as const]) {
            const after = basketOf(play(chosen, event));
            expect([after.cards, after.points]).toEqual([undefined, 'none']);
        }
    });
});

describe('paying', () => {
    test('one press books what was shown', () => {
        const sale = open(opening());
        expect(sale.phase.at).toBe('committing');
        const done = play(sale, { type: 'committed', committed: committed('T1', 1200), at: 0 });
        expect(done.phase.at).toBe('done');
        expect(done.checkout_id).toBeNull();
    });

    test('another price has to be seen first, and a key that bounces has seen nothing', () => {
        const sale = open(opening(), 1300, [], 5000);
        expect(sale.phase).toMatchObject({ at: 'confirming', changes: ['due'] });
        expect(play(sale, { type: 'pay', at: 5000 + confirm_ms_least - 1 }).phase.at).toBe('confirming');
        expect(play(sale, { type: 'pay', at: 5000 + confirm_ms_least }).phase.at).toBe('committing');
        expect(play(sale, { type: 'pay', at: 4000 }).phase.at, 'a clock that was set back').toBe('committing');
    });

    test('a change while the price is confirmed goes back to the basket', () => {
        const sale = play(open(opening(), 1300), tea);
        expect(sale.phase.at).toBe('editing');
        expect(sale.lines[0]?.quantity).toBe(2000);
    });

    test('nothing changes a sale whose booking was not heard of', () => {
        const sale = open(opening());
        const events: SaleEvent[] = [
            tea,
            { type: 'edit' },
            { type: 'member_left' },
            { type: 'pay', at: 9e9 },
            { type: 'tender', tender: 'card' },
        ];
        for (const event of events) expect(play(sale, event), event.type).toBe(sale);
    });

    test('no answer is asked for again, a refusal goes back to the basket with its reason', () => {
        const sale = open(opening());
        const unheard = play(sale, { type: 'commit_failed', problem: unreachable, spare_ticket_id: 'T2' });
        expect(unheard.phase.at).toBe('committing');
        const refused = play(sale, { type: 'commit_failed', problem: problem('quote_stale', 409), spare_ticket_id: 'T2' });
        expect(refused.phase.at).toBe('editing');
        expect(refused.ticket_id).toBe('T1');
        const again = play(refused, { type: 'quoted', revision: refused.revision, answer: quoted(1300) });
        expect(again.problem?.code).toBe('quote_stale');
        expect(play(again, tea).problem).toBeNull();
    });

    test('a number that another sale has is given up for a new one', () => {
        const event: SaleEvent = { type: 'commit_failed', problem: problem('ticket_id_reused', 409), spare_ticket_id: 'T2' };
        expect(play(open(opening()), event).ticket_id).toBe('T2');
    });

    test('opening can be given up; its late answer is no checkout of the basket that is there now', () => {
        const before = opening();
        const late: SaleEvent = { type: 'opened', revision: before.revision, checkout: checkout('T1', 1200), at: 0 };
        const edited = play(before, { type: 'edit' }, late);
        expect(edited.phase.at).toBe('editing');
        expect(edited.checkout_id).toBe('C-T1');
        const repriced = play(edited, tea);
        const other = play(
            repriced,
            { type: 'quoted', revision: repriced.revision, answer: quoted(1200) },
            { type: 'pay', at: 0 },
            late,
        );
        expect(other.phase.at).toBe('opening');
    });
});
