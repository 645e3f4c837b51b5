// What another program sells at another till meanwhile.
import { expect } from 'vitest';
import type { Checkout } from '../../../api/types';
import type { Till } from './store';
import type { Person } from './world';
import { tea } from './world';

/** Another program's sale, with the member's coupon of 10 %. */
export async function openElsewhere(till: Till, ticket_id: string, buyer: Person): Promise<Checkout> {
    const basket = {
        ticket_id,
        member_id: buyer.member_id,
        proof: 'code',
        coupons: [buyer.percent_off],
        points: 'none',
        lines: [{ line_no: 1, sku: tea.sku, quantity: 20_000 }],
    };
    const { status, body } = await till.call<Checkout>('POST', '/v1/checkouts', { basket });
    expect(status).toBe(201);
    expect(body.quote.used.map(used => used.coupon_id)).toEqual([buyer.percent_off]);
    return body;
}
