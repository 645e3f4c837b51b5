import { expect, test } from 'vitest';
import type { Quote, QuoteLine } from '../../api/types';
import type { Share } from '../../app/sale/quoted';
import { isAtRisk, quotedLines } from '../../app/sale/quoted';
import { purse, quote, used, usedCard } from './support';

const line: QuoteLine = {
    line_no: 1,
    list: 1000,
    base: 900,
    member_price: 800,
    alloc: [{ instrument: 'tier_price', id: 'gold', amount: 100, points: 0 }],
    net: 800,
    ex_tax: 700,
    tax: 100,
    earn: 8,
};

test('parts of a line are one line to the cashier', () => {
    const gift: QuoteLine = {
        ...line,
        line_no: 3,
        split_of: 1,
        quantity: 1000,
        alloc: [
            { instrument: 'tier_price', id: 'gold', amount: 100, points: 0 },
            { instrument: 'coupon', id: 'G', amount: 800, points: 0 },
        ],
        net: 0,
        ex_tax: 0,
        tax: 0,
        earn: 0,
    };
    const other = { ...line, line_no: 2 };
    const lines = quotedLines({ lines: [{ ...line, quantity: 2000 }, other, gift] } as unknown as Quote);
    expect([...lines.keys()]).toEqual([1, 2]);
    expect(lines.get(1)).toMatchObject({ line_no: 1, list: 2000, base: 1800, net: 800, tax: 100, earn: 8 });
    expect(lines.get(1)?.alloc).toEqual([
        { instrument: 'tier_price', id: 'gold', amount: 200, points: 0 },
        { instrument: 'coupon', id: 'G', amount: 800, points: 0 },
    ]);
    expect(quotedLines(null).size).toBe(0);
});

test('a share is at risk where what pays for it is: coupon, benefit card, any purse', () => {
    const share = (instrument: Share['instrument'], id?: string): Share => ({
        instrument,
        ...(id === undefined ? {} : { id }),
        amount: 100,
        points: 0,
    });
    const shares = [
        share('coupon', 'X'),
        share('third_party', 'X'),
        share('card', 'X'),
        share('points', 'X'),
        share('points'),
        share('tier_price', 'X'),
        share('rounding'),
    ];
    const safe = { ...quote(1000, [used('X')]), cards: [usedCard('X')], purses: [purse('X')] };
    const risky = (changed: Partial<Quote>) => shares.filter(one => isAtRisk({ ...safe, ...changed }, one));
    expect(risky({})).toEqual([]);
    expect(risky({ used: [used('X', true)] })).toEqual(shares.slice(0, 2));
    expect(risky({ cards: [usedCard('X', true)] })).toEqual(shares.slice(2, 3));
    expect(risky({ purses: [purse('X', true)] })).toEqual(shares.slice(3, 4));
    expect(risky({ points: { ...safe.points, at_risk: true } })).toEqual(shares.slice(4, 5));
});
