// What the quote says of each line of the basket. Coupons that price some pieces split a line; the cashier scanned one.
import type { Quote, QuoteLine } from '../../api/types';

export type Share = QuoteLine['alloc'][number];

function withShare(alloc: Share[], share: Share): Share[] {
    const same = (one: Share) => one.instrument === share.instrument && one.id === share.id;
    if (!alloc.some(same)) return [...alloc, share];
    return alloc.map(one =>
        same(one) ? { ...one, amount: one.amount + share.amount, points: one.points + share.points } : one,
    );
}

function joined(one: QuoteLine, other: QuoteLine): QuoteLine {
    return {
        ...one,
        list: one.list + other.list,
        base: one.base + other.base,
        member_price: one.member_price + other.member_price,
        alloc: other.alloc.reduce(withShare, one.alloc),
        net: one.net + other.net,
        ex_tax: one.ex_tax + other.ex_tax,
        tax: one.tax + other.tax,
        earn: one.earn + other.earn,
    };
}

/** By the basket's line_no; parts of a line are added up. */
export function quotedLines(quote: Quote | null): Map<number, QuoteLine> {
    const lines = new Map<number, QuoteLine>();
    for (const line of quote?.lines ?? []) {
        const line_no = line.split_of ?? line.line_no;
        const known = lines.get(line_no);
        lines.set(line_no, known ? joined(known, line) : line);
    }
    return lines;
}

/** Whether what pays for this share is redeemed without a hold. Points without an id are those of the main purse. */
export function isAtRisk(quote: Quote, share: Share): boolean {
    switch (share.instrument) {
        case 'coupon':
        case 'third_party':
            return quote.used.some(used => used.coupon_id === share.id && used.at_risk);
        case 'card':
            return quote.cards.some(card => card.card_id === share.id && card.at_risk);
        case 'points':
            if (!share.id) return quote.points.at_risk;
            return quote.purses?.some(purse => purse.purse_id === share.id && purse.at_risk) ?? false;
        default:
            return false;
    }
}
