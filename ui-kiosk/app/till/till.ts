// The till: the sale at hand, the scans that wait for it to end, what was sold last, and goods that come back. Pure; outlives a reload of the page.
import type { Position } from '../../api/events';
import type { Committed, Identified } from '../../api/types';
import type { ReturningEvent } from '../returns/reduce';
import { reduceReturning } from '../returns/reduce';
import type { Returning } from '../returns/returning';
import { mayLeave, newReturning } from '../returns/returning';
import type { SaleEvent } from '../sale/reduce';
import { isBounce, isSettled, reduce } from '../sale/reduce';
import type { Sale } from '../sale/sale';
import { isEmpty, newSale } from '../sale/sale';

/** What a code meant, `refused` where the agent may not say; or what was typed before the next product: so many times. */
export type Scan = Identified | { refused: string } | { times: number };

export interface Notice {
    /** Rises, so that the same words twice are two notices. */
    number: number;
    tone: 'info' | 'error';
    code: NoticeCode;
    /** The code as it was read; nothing for payment codes. */
    value: string;
}

export type NoticeCode =
    | 'unknown_code'
    | 'unknown_product'
    | 'unknown_member'
    | 'unknown_coupon'
    | 'damaged'
    | 'other_member'
    | 'payment_code'
    | 'not_ready'
    | 'member_erased'
    | 'code_invalid'
    | 'scan_refused'
    | 'scans_lost'
    | 'scans_old'
    | 'not_heard'
    | 'too_many_waiting';

export interface Till {
    sale: Sale;
    /** Goods that come back, in front of the sale; null where none do. */
    returning: Returning | null;
    /** Scanned while a sale was being booked: they belong to the next one. */
    waiting: Scan[];
    /** Checkouts that were given up and still hold their rights. */
    given_up: string[];
    last: Committed | null;
    /** What the store sells in, as the last quote said. */
    money: { currency: string; exponent: number } | null;
    /** The last event of the stream that is in here. */
    position: Position | null;
    notice: Notice | null;
}

export type TillEvent =
    | SaleEvent
    | { type: 'scanned'; scan: Scan; spare_ticket_id: string; position?: Position }
    | { type: 'passed'; position: Position }
    | { type: 'notice'; tone: Notice['tone']; code: NoticeCode; value: string }
    | { type: 'next_sale'; spare_ticket_id: string; at: number }
    | { type: 'discard'; spare_ticket_id: string }
    | { type: 'given_back'; checkout_id: string }
    | { type: 'return_opened'; return_id: string; store_id: string; business_day: string }
    | { type: 'return_closed'; at: number }
    | { type: 'returning'; event: ReturningEvent };

export const waiting_max = 200;

export function newTill(ticket_id: string): Till {
    return {
        sale: newSale(ticket_id),
        returning: null,
        waiting: [],
        given_up: [],
        last: null,
        money: null,
        position: null,
        notice: null,
    };
}

function tell(till: Till, tone: Notice['tone'], code: NoticeCode, value = ''): Till {
    return { ...till, notice: { number: (till.notice?.number ?? 0) + 1, tone, code, value } };
}

function sell(till: Till, event: SaleEvent): Till {
    return { ...till, sale: reduce(till.sale, event) };
}

const not_found: Partial<Record<Identified['kind'], NoticeCode>> = {
    product: 'unknown_product',
    member_code: 'unknown_member',
    card_no: 'unknown_member',
    phone: 'unknown_member',
    coupon: 'unknown_coupon',
    damaged: 'damaged',
};

function refusalNotice(code: string): NoticeCode {
    if (code === 'not_ready') return 'not_ready';
    if (code === 'code_invalid') return 'code_invalid';
    return code === 'erased' ? 'member_erased' : 'scan_refused';
}

/** Takes one code into a sale that can be changed. */
function apply(till: Till, scan: Scan): Till {
    if ('times' in scan) return sell(till, { type: 'times', times: scan.times });
    if ('refused' in scan) return tell(till, 'error', refusalNotice(scan.refused), scan.refused);
    if (scan.product) return sell({ ...till, notice: null }, { type: 'product', product: scan.product });
    if (scan.coupon) {
        const coupon = scan.kind === 'signed_coupon' ? { ...scan.coupon, signed_code: scan.value } : scan.coupon;
        return sell({ ...till, notice: null }, { type: 'coupon', coupon });
    }
    if (scan.member) {
        const before = till.sale.member;
        const after = sell({ ...till, notice: null }, { type: 'member', member: scan.member, proof: scan.proof });
        if (before === null || before.member_id === scan.member.member_id) return after;
        return tell({ ...after, notice: till.notice }, 'info', 'other_member', before.name ?? before.member_id);
    }
    if (scan.kind === 'wechat_pay' || scan.kind === 'alipay')
        return tell(sell(till, { type: 'tender', tender: scan.kind }), 'info', 'payment_code');
    return tell(till, 'error', not_found[scan.kind] ?? 'unknown_code', scan.value);
}

/** The next sale begins, with what was scanned meanwhile. */
function begin(till: Till, ticket_id: string): Till {
    return till.waiting.reduce(apply, { ...till, sale: newSale(ticket_id, till.sale.revision + 1), waiting: [] });
}

function scanned(till: Till, scan: Scan, spare_ticket_id: string): Till {
    if (till.sale.phase.at === 'done') return apply(begin(till, spare_ticket_id), scan);
    if (isSettled(till.sale)) return apply(till, scan);
    if (till.waiting.length >= waiting_max) return tell(till, 'error', 'too_many_waiting');
    return { ...till, waiting: [...till.waiting, scan] };
}

/** A sale whose booking or price is asked for has the screen to itself. */
export function mayReturn(till: Till): boolean {
    return till.returning === null && (till.sale.phase.at === 'editing' || till.sale.phase.at === 'done');
}

function closeReturn(till: Till, at: number): Till {
    if (till.returning === null || !mayLeave(till.returning)) return till;
    const { phase } = till.returning;
    // The key that has booked it may bounce, and would clear what nobody has read yet.
    if (phase.at === 'done' && isBounce(phase.since, at)) return till;
    return { ...till, returning: null, notice: null };
}

/** A ticket to be found, or goods of the ticket; what is neither belongs to no return, and is said. */
function scannedForReturn(till: Till, returning: Returning, scan: Scan): Till {
    if ('times' in scan) return till;
    if ('refused' in scan) return tell(till, 'error', refusalNotice(scan.refused), scan.refused);
    const take = (event: ReturningEvent) => ({ ...till, notice: null, returning: reduceReturning(returning, event) });
    if (returning.phase.at === 'finding') return take({ type: 'find', text: scan.value });
    if (scan.product) return take({ type: 'product', sku: scan.product.sku });
    return tell(till, 'error', not_found[scan.kind] ?? 'unknown_code', scan.value);
}

/** Where a scan goes: to the goods that come back while these are chosen, else to the sale. */
function takeScan(till: Till, scan: Scan, spare_ticket_id: string): Till {
    const { returning } = till;
    const at = returning?.phase.at;
    if (returning !== null && (at === 'finding' || at === 'choosing')) return scannedForReturn(till, returning, scan);
    // The next customer ends a return that is done, as they end a sale.
    return scanned(at === 'done' ? { ...till, returning: null } : till, scan, spare_ticket_id);
}

/** An open checkout of the sale, whose rights are to be given back where the sale is not wanted. */
function heldBy(sale: Sale): string[] {
    return sale.checkout_id === null ? [] : [sale.checkout_id];
}

function discard(till: Till, ticket_id: string): Till {
    // A commit whose answer was not heard may be booked: it cannot be thrown away.
    if (till.sale.phase.at === 'committing' || till.sale.phase.at === 'opening') return till;
    if (till.sale.phase.at === 'done') return begin(till, ticket_id);
    return begin({ ...till, given_up: [...till.given_up, ...heldBy(till.sale)], notice: null }, ticket_id);
}

/** What waits goes on as soon as the sale can be changed again, or is over and another product came. */
function settle(till: Till): Till {
    if (till.waiting.length === 0 || till.sale.phase.at !== 'editing') return till;
    return till.waiting.reduce(apply, { ...till, waiting: [] });
}

export function reduceTill(till: Till, event: TillEvent): Till {
    switch (event.type) {
        case 'scanned': {
            const after = takeScan(till, event.scan, event.spare_ticket_id);
            return event.position ? { ...after, position: event.position } : after;
        }
        case 'passed':
            return { ...till, position: event.position };
        case 'notice':
            return tell(till, event.tone, event.code, event.value);
        case 'next_sale': {
            // The key that has paid may bounce, and would clear what nobody has read yet.
            const { phase } = till.sale;
            if (phase.at !== 'done' || isBounce(phase.since, event.at)) return till;
            return begin({ ...till, notice: null }, event.spare_ticket_id);
        }
        case 'discard':
            return discard(till, event.spare_ticket_id);
        case 'quoted': {
            const { currency, exponent } = event.answer.basket;
            const money = currency === undefined || exponent === undefined ? till.money : { currency, exponent };
            return settle({ ...sell(till, event), money });
        }
        case 'given_back':
            return { ...till, given_up: till.given_up.filter(id => id !== event.checkout_id) };
        case 'opened':
            // Opened for a sale that was given up meanwhile: its rights go back.
            if (event.checkout.basket.ticket_id !== till.sale.ticket_id)
                return { ...till, given_up: [...till.given_up, event.checkout.checkout_id] };
            return settle(sell(till, event));
        case 'return_opened': {
            if (!mayReturn(till)) return till;
            const { return_id, store_id, business_day } = event;
            return { ...till, notice: null, returning: newReturning(return_id, store_id, business_day) };
        }
        case 'return_closed':
            return closeReturn(till, event.at);
        case 'returning': {
            if (till.returning === null) return till;
            const returning = reduceReturning(till.returning, event.event);
            return returning === till.returning ? till : { ...till, returning };
        }
        case 'reprice': {
            const after = settle(sell(till, event));
            if (after.returning === null) return after;
            return { ...after, returning: reduceReturning(after.returning, event) };
        }
        case 'committed': {
            const after = sell(till, event);
            return { ...after, last: event.committed };
        }
        default:
            return settle(sell(till, event));
    }
}

export function mayDiscard(till: Till): boolean {
    return !isEmpty(till.sale) && isSettled(till.sale);
}
